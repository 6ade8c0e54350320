package io.busport.session;

/** Who wants to know what happens to sessions. Called on the event loop that owns the session. */
public interface SessionEvents {
    /** A connection carries it now: a new session, or one that was resumed. */
    void attached(SessionInfo session, boolean resumed);

    /** No connection carries it any more. */
    void detached(SessionInfo session);

    /** Its client is seen at another address than before. */
    void rebound(SessionInfo session, String before);

    /** It is gone: its client said so, or its time was up. */
    void ended(SessionInfo session, boolean expired);

    /** Somebody tried to take it and was refused. */
    void refused(SessionInfo session, String peer, String code, String sentence);

    /** So many messages more could not be kept for it. */
    void lost(SessionInfo session, long messages);

    /** Its client has acknowledged a frame, so many nanoseconds after it was written. One frame of a session is timed at a time. */
    default void acknowledged(long nanos) {}
}
