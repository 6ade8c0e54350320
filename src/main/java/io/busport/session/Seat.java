package io.busport.session;

import io.busport.wire.Frame;

/** A connection's place at a session: what it says goes there, wherever the session is. */
public final class Seat {
    private final Session session;
    private final Attachment attachment;

    Seat(Session session, Attachment attachment) {
        this.session = session;
        this.attachment = attachment;
    }

    /** The id of the session. */
    public String session() {
        return session.identity().id();
    }

    /** A frame from the client; call it on the loop of the session. */
    public void receive(Frame frame) {
        session.receive(frame, attachment);
    }

    /** Runs {@code action} when what was said so far has arrived at those who hear it; both on the loop of the session. */
    public void whenSettled(Runnable action) {
        var unused = session.exchange().dealings().settled().onComplete(v -> action.run());
    }

    /** Its client may do more now, or less; call it on the loop of the session. */
    public void moved(Router.Origin origin) {
        if (session.isCarriedBy(attachment)) {
            session.exchange().dealings().moved(session.identity().at(origin));
        }
    }

    /** The connection has gone; call it on the loop of the session. */
    public void leave(String reason, String detail) {
        session.detached(attachment, reason, detail);
    }
}
