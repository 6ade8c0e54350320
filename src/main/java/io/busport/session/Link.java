package io.busport.session;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.busport.wire.Frame;

/**
 * What a session can write to now. Implemented by a connection; used on the event loop that owns both. What becomes of a connection is the
 * connection's to tell.
 */
public interface Link {
    /**
     * Queues what answers the client, whose size the client's own reading bounds.
     *
     * @return the bytes it takes on the wire
     */
    @CanIgnoreReturnValue
    int write(Frame frame);

    /**
     * Queues what comes to the client without its asking now. A client too slow for it is closed, which may happen before this returns.
     *
     * @return false when the dialect cannot write the body
     */
    boolean deliver(Frame.Message message);

    /** The session may have room for messages again after it had none, or has answered the last one. */
    void answered();
}
