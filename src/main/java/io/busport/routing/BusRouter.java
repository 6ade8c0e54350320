package io.busport.routing;

import io.busport.session.Router;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One client on the event bus. Belongs to the event loop of its connection. */
final class BusRouter implements Router {
    private final BusLoop loop;
    private final EventBus bus;
    private final Origin origin;
    private final long timeoutMillis;
    /** Most messages bring no header and no option of their own, and share these. Made for the first: many clients only listen. */
    private @Nullable DeliveryOptions plain;

    private @Nullable DeliveryOptions handOver;

    /** @param timeoutMillis how long an answer may take when the request does not say */
    BusRouter(BusLoop loop, Origin origin, long timeoutMillis) {
        this.loop = loop;
        this.bus = loop.bus();
        this.origin = origin;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void request(Frame.Send message, Answer answer) {
        DeliveryOptions options = options(message);
        loop.request(message.address(), message.body(), options)
                .onComplete(new Outcome(this, message, options.getSendTimeout(), answer));
    }

    @Override
    public Frame.@Nullable Err send(Frame.Send message) {
        var unused = bus.send(message.address(), message.body(), options(message));
        return null;
    }

    @Override
    public Frame.@Nullable Err publish(Frame.Publish message) {
        DeliveryOptions options = message.headers().isEmpty() && !message.localOnly()
                ? plain()
                : own(plain(), message.headers()).setLocalOnly(message.localOnly());
        var unused = bus.publish(message.address(), message.body(), options);
        return null;
    }

    @Override
    public Frame.@Nullable Err refusalToHear(String address) {
        return null;
    }

    @Override
    public Registration register(String address, Subscriber subscriber) {
        return loop.subscriptions().add(address, this, subscriber);
    }

    @Override
    public Future<Void> settled() {
        return loop.settled();
    }

    /** How a message to one receiver travels. */
    DeliveryOptions options(Frame.Send message) {
        Object body = message.body();
        boolean mutable = body instanceof Buffer || body instanceof JsonObject || body instanceof JsonArray;
        DeliveryOptions usual = mutable && loop.handsOver() ? handOver() : plain();
        if (message.headers().isEmpty() && message.timeoutMillis() == 0 && !message.localOnly()) {
            return usual;
        }
        return own(usual, message.headers())
                .setSendTimeout(message.timeoutMillis() == 0 ? timeoutMillis : message.timeoutMillis())
                .setLocalOnly(message.localOnly());
    }

    private DeliveryOptions plain() {
        if (plain == null) {
            plain = new DeliveryOptions().setSendTimeout(timeoutMillis).setHeaders(BusHeaders.of(origin));
        }
        return plain;
    }

    private DeliveryOptions handOver() {
        if (handOver == null) {
            handOver = new DeliveryOptions(plain()).setCodecName(HandOverCodec.NAME);
        }
        return handOver;
    }

    private DeliveryOptions own(DeliveryOptions usual, Headers headers) {
        return new DeliveryOptions(usual).setHeaders(BusHeaders.of(origin, headers));
    }
}
