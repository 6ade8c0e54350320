package io.busport.routing;

import io.busport.config.Units;
import io.busport.session.Router;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router of one event loop. Made and used on that loop only. */
public final class BusRouter implements Router {
    private static final Logger log = LoggerFactory.getLogger(BusRouter.class);

    private final Vertx vertx;
    private final Duration timeout;
    private final Subscriptions subscriptions;

    /** @param timeout how long a consumer may take to answer */
    public BusRouter(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.subscriptions = new Subscriptions(vertx.eventBus());
    }

    @Override
    public Future<Frame> request(Origin origin, Frame.Send message) {
        DeliveryOptions options = new DeliveryOptions()
                .setSendTimeout(timeout.toMillis())
                .addHeader(BusHeaders.CONNECTION, origin.connection())
                .addHeader(BusHeaders.PEER, origin.peer());
        return vertx.eventBus()
                .request(message.address(), message.body(), options)
                .<Frame>map(reply -> Frame.Message.of(message.address(), reply.body()))
                .recover(failure -> Future.succeededFuture(asAnswer(message.address(), failure)));
    }

    @Override
    public Subscription subscribe(String address, Consumer<Frame.Message> subscriber) {
        return subscriptions.add(address, subscriber);
    }

    private Frame.Err asAnswer(String address, Throwable failure) {
        if (failure instanceof ReplyException e) {
            return switch (e.failureType()) {
                case NO_HANDLERS -> Frame.Err.of(FailCode.NO_HANDLERS, "no handlers for " + address);
                case TIMEOUT -> Frame.Err.of(FailCode.TIMEOUT, "timed out after " + Units.say(timeout));
                default -> Frame.Err.of(FailCode.RECIPIENT_FAILURE, consumersOwn(e));
            };
        }
        log.error("Request to {} failed inside the gateway", address, failure);
        return Frame.Err.of(FailCode.INTERNAL, "the gateway failed: " + failure);
    }

    private static String consumersOwn(ReplyException e) {
        return e.getMessage() == null ? String.valueOf(e.failureCode()) : e.failureCode() + " " + e.getMessage();
    }
}
