package io.busport.session;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.busport.wire.Frame;

/** What a session can write to now. Implemented by a connection; used on the event loop that owns both. */
public interface Link {
    /**
     * Queues a frame for the client. Never fails: what becomes of a connection is the connection's to tell.
     *
     * @return the bytes it takes on the wire
     */
    @CanIgnoreReturnValue
    int write(Frame frame);

    /** The session may have room for messages again after it had none, or has answered the last one. */
    void answered();
}
