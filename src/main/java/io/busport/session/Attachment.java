package io.busport.session;

import io.busport.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The connection that carries a session now. Implemented by connection; used on the event loop that owns the session, whichever loop owns
 * the connection.
 */
public interface Attachment {
    /** Why a session lets go of its connection. */
    enum End {
        /** A newer connection has it. */
        MOVED,
        /** The client broke a rule of the protocol, or could not prove what it said. */
        REFUSED,
        /** Its gateway is cut off from the others: another one has the session, or will. */
        ELSEWHERE,
        /** Its gateway leaves, and another one has the session. */
        DRAINED,
        /** The client said goodbye. */
        BYE,
        /** More waited for the client than is kept, and the policy of the address says so. */
        SLOW,
        /** An operator has ended the session. */
        ADMIN
    }

    /** Queues a frame. The windows of the protocol bound what is queued. */
    void write(Frame frame);

    /** Queues a last frame, then closes the connection. */
    void end(@Nullable Frame last, End why);

    /** Whose messages come over it. */
    Router.Origin origin();

    /** What is spoken on it: {@code json-lines}. */
    String dialect();
}
