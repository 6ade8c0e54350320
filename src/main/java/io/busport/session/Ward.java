package io.busport.session;

/** A session as its {@link Keeper} sees it. Used on the event loop of the session. */
public interface Ward {
    String id();

    /** How often the session has changed its gateway. What an earlier owner writes late must not be taken for the present. */
    long term();

    /**
     * The session as it is now.
     *
     * @param after frames of the outbox up to this number are left out, except those that are lost: they are elsewhere already
     */
    SessionSnapshot snapshot(long after);

    /** The session as it is now, whole. */
    default SessionSnapshot snapshot() {
        return snapshot(0);
    }

    /** What a snapshot showed is kept elsewhere. */
    void safe(SessionSnapshot snapshot);
}
