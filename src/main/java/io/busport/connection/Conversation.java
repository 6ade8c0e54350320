package io.busport.connection;

import io.busport.wire.Dialect;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** What is said on a connection whose dialect is known. Used by its connection, on its event loop. */
interface Conversation {
    Dialect dialect();

    /** Something was read; an empty buffer is the end of the input. */
    void read(Buffer data);

    /** Bytes have left the queue. */
    void hasRoom();

    /** The gateway is leaving: what was asked is answered, then the connection is closed. */
    void drain();

    /** Looks at the deadlines. */
    void tick(long now);

    /** How long nothing may be said; zero: for ever. */
    Duration idleTimeout();

    /** Nothing more is heard or answered. */
    void end();

    /** Queues the last word of the connection, where the dialect has one. */
    void lastWord(CloseReason why, String detail);

    /** Messages without an answer. */
    int pending();

    long messagesIn();

    long messagesOut();
}
