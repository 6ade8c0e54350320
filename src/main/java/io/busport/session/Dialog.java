package io.busport.session;

import io.busport.wire.Frame;

/** What a client says on one connection, and what comes of it. Used on the event loop of the connection. */
public interface Dialog {
    /** A frame from the client. Call only while the dialog is not {@link #isFull() full}. */
    void receive(Frame frame);

    /** Whether nothing more can be taken now. */
    boolean isFull();

    /** Requests whose answers have to go out over this connection and no other. */
    int pending();

    /** Looks at the deadlines; called a few times a second. {@code now} is {@link System#nanoTime}. */
    void tick(long now);

    /** The client says nothing more. */
    void inputEnded();

    /** The connection has ended, for this reason. */
    void close(String reason, String detail);
}
