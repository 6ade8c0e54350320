package io.busport.connection;

import io.busport.session.Router;
import io.busport.wire.Dialect;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is said on a connection whose dialect is known. Used by its connection, on its event loop. */
interface Conversation {
    Dialect dialect();

    /** Who the client is has been proven, and may have been before: what it says comes from here now. */
    void loggedIn(Router.Origin origin);

    /** Something was read; an empty buffer is the end of the input. */
    void read(Buffer data);

    /** Bytes have left the queue. */
    void hasRoom();

    /** The gateway is leaving: what was asked is answered, then the connection is closed. */
    void drain();

    /**
     * Asks the client to connect again, somewhere else.
     *
     * @return false when it does not know how
     */
    default boolean goAway() {
        return false;
    }

    /** Looks at the deadlines. */
    void tick(long now);

    /** How long nothing may be said in either direction; zero: for ever. */
    Duration idleTimeout();

    /** How long nothing may come from the client, which has promised to say something; zero: for ever. */
    Duration silenceTimeout();

    /** Nothing more is heard or answered, for this reason. */
    void end(CloseReason why, String detail);

    /** Queues the last word of the connection, where the dialect has one. */
    void lastWord(CloseReason why, String detail);

    /** The id of the session that it carries; null: none. */
    default @Nullable String session() {
        return null;
    }

    /** Bytes of a message whose end has not come; 0 while it is we who do not read on. */
    int rest();

    /** Messages without an answer. */
    int pending();

    long messagesIn();

    long messagesOut();
}
