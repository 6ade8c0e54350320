package io.busport.client;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.Promise;

/** What a session needs of the outside. On its event loop. */
interface SessionHost {
    /** Something is to be written: {@link ClientSession#turn} is to be called soon. */
    void soon();

    <T> Promise<T> promise();

    void event(SessionEvent event);

    /** The session is over, and trying again would not help. */
    void fatal(FailCode code, String message);

    /** A handler failed: whoever looks at the event loop's exceptions should see it. */
    void report(Throwable e);

    /** Bytes of a frame in the dialect that is spoken. */
    int size(Frame frame);

    /** Milliseconds that only rise. */
    long now();

    /** Milliseconds of Unix time. */
    long wall();
}
