package io.busport.session;

import io.busport.wire.Frame;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** Where a session's messages go and come from. Implemented by routing; used on the event loop that owns the session. */
public interface Router {
    /**
     * Asks whoever serves the address of a message.
     *
     * @return the answer: always a frame and never a failed future, because a failure is an answer too
     */
    Future<Frame> request(Origin origin, Frame.Send message);

    /** Hears an address until {@link Subscription#cancel()}. */
    Subscription subscribe(String address, Consumer<Frame.Message> subscriber);

    /** One subscriber of one address. */
    @FunctionalInterface
    interface Subscription {
        void cancel();
    }

    /**
     * Where a message comes from, as its consumer sees it.
     *
     * @param connection id of the connection
     * @param peer the observed address, {@code ip:port}
     */
    record Origin(String connection, String peer) {}
}
