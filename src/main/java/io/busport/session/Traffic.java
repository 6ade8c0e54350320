package io.busport.session;

import io.busport.wire.FailCode;
import org.jspecify.annotations.Nullable;

/**
 * Who counts what clients say, and what becomes of it. Called by routing for every message, on the event loop of its client: it must cost
 * next to nothing, and may not throw.
 */
public interface Traffic {
    /** What a client does with a message. */
    enum Verb {
        SEND,
        PUBLISH,
        REQUEST
    }

    /** Nobody does. */
    Traffic UNCOUNTED = new Traffic() {
        @Override
        public void said(Verb verb, @Nullable FailCode failure) {}

        @Override
        public void answered(long nanos) {}

        @Override
        public void heard(int taken, int refused) {}
    };

    /**
     * What has become of a message is known.
     *
     * @param failure null: it is on the bus, or, in a session, with everybody who hears it; a request has been answered
     */
    void said(Verb verb, @Nullable FailCode failure);

    /** A request was answered, so many nanoseconds after it was put on the bus. */
    void answered(long nanos);

    /** A message from the bus has come to clients: so many take it, so many cannot. */
    void heard(int taken, int refused);
}
