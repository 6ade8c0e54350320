package io.busport.routing;

import io.busport.routing.Custody.Receipt;
import io.busport.session.Router;
import io.busport.session.Traffic;
import io.busport.session.Traffic.Verb;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One client on the event bus. Belongs to the event loop of its connection. */
final class BusRouter implements Router {
    private static final long NO_NUMBER = 0;

    private final BusLoop loop;
    private final EventBus bus;
    private Origin origin;
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
    public void request(Frame.Send message, long n, Answer answer) {
        if (n == NO_NUMBER || loop.handsOver()) {
            ask(message, n, answer);
        } else {
            new Asking(loop.redo(), attempt -> ask(message, n, attempt), answer).begin();
        }
    }

    private void ask(Frame.Send message, long n, Answer answer) {
        DeliveryOptions options = options(message, n);
        Outcome outcome = new Outcome(this, message, options.getSendTimeout(), System.nanoTime(), answer);
        loop.request(message.address(), message.body(), options).onComplete(outcome);
    }

    @Override
    public Frame.@Nullable Err send(Frame.Send message) {
        var unused = bus.send(message.address(), message.body(), options(message, NO_NUMBER));
        traffic().said(Verb.SEND, null);
        return null;
    }

    @Override
    public Future<Frame.@Nullable Err> hand(Frame.Send message, long n) {
        return handOnce(message, n).recover(e -> {
            if (!(e instanceof Uncertain)) {
                return Future.failedFuture(e);
            }
            Promise<Frame.@Nullable Err> promise = Promise.promise();
            var unused = loop.redo()
                    .sent(repeatOf(message.address(), message.headers(), message.body(), n), () -> {
                        var again = hand(message, n).onComplete(promise);
                        return again.mapEmpty();
                    })
                    .onSuccess(v -> promise.tryComplete(null));
            return promise.future();
        });
    }

    private Future<Frame.@Nullable Err> handOnce(Frame.Send message, long n) {
        Receipt receipt = loop.custody().expect(BusHeaders.id(origin, n), message.address());
        return bus.<Object>sender(message.address(), options(message, n))
                .write(message.body())
                .transform(written -> loop.settled(message.address())
                        .map(v -> counted(
                                Verb.SEND,
                                written.failed()
                                        ? Outcome.refusal(message.address(), written.cause())
                                        : receipt.refusal())))
                .eventually(() -> {
                    receipt.close();
                    return Future.succeededFuture();
                });
    }

    @Override
    public Future<Frame.@Nullable Err> hand(Frame.Publish message, long n) {
        var unused = bus.publish(message.address(), message.body(), options(message, n));
        return loop.settled(message.address())
                .recover(e -> e instanceof Uncertain
                        ? loop.redo().published(repeatOf(message.address(), message.headers(), message.body(), n))
                        : Future.failedFuture(e))
                .map(v -> counted(Verb.PUBLISH, null));
    }

    private Frame.@Nullable Err counted(Verb verb, Frame.@Nullable Err err) {
        traffic().said(verb, err == null ? null : err.code());
        return err;
    }

    Traffic traffic() {
        return loop.traffic();
    }

    private Neighbours.Repeat repeatOf(String address, Headers headers, @Nullable Object body, long n) {
        return new Neighbours.Repeat(address, BusHeaders.of(origin, headers, n), body, BusHeaders.id(origin, n));
    }

    @Override
    public Frame.@Nullable Err publish(Frame.Publish message) {
        var unused = bus.publish(message.address(), message.body(), options(message, NO_NUMBER));
        traffic().said(Verb.PUBLISH, null);
        return null;
    }

    private DeliveryOptions options(Frame.Publish message, long n) {
        return message.headers().isEmpty() && !message.localOnly() && n == NO_NUMBER
                ? plain()
                : own(plain(), message.headers(), n).setLocalOnly(message.localOnly());
    }

    @Override
    public void moved(Origin now) {
        origin = now;
        plain = null;
        handOver = null;
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
    DeliveryOptions options(Frame.Send message, long n) {
        Object body = message.body();
        boolean mutable = body instanceof Buffer || body instanceof JsonObject || body instanceof JsonArray;
        DeliveryOptions usual = mutable && loop.handsOver() ? handOver() : plain();
        if (message.headers().isEmpty() && message.timeoutMillis() == 0 && !message.localOnly() && n == NO_NUMBER) {
            return usual;
        }
        return own(usual, message.headers(), n)
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

    private DeliveryOptions own(DeliveryOptions usual, Headers headers, long n) {
        return new DeliveryOptions(usual).setHeaders(BusHeaders.of(origin, headers, n));
    }
}
