package io.busport.connection;

import io.busport.wire.Sniffer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The beginning of a connection: keeps its first bytes until the {@link Sniffer} knows who sent them, and settles when no more come. */
final class Greeting {
    private static final Buffer NOTHING = Buffer.buffer(0);

    private final Vertx vertx;
    private final long settleMillis;
    private final BiConsumer<Sniffer.Found, Buffer> onKnown;
    private Buffer head = NOTHING;
    private boolean known;
    private long timer = -1;

    /**
     * @param settleMillis how long an undecided beginning waits for its next byte
     * @param onKnown told once who it is, with every byte so far
     */
    Greeting(Vertx vertx, long settleMillis, BiConsumer<Sniffer.Found, Buffer> onKnown) {
        this.vertx = vertx;
        this.settleMillis = settleMillis;
        this.onKnown = onKnown;
    }

    boolean hasBegun() {
        return head.length() > 0;
    }

    void feed(Buffer data) {
        // Few connections get here twice, and an undecided beginning is at most as long as the longest prefix known.
        head = hasBegun()
                ? Buffer.buffer(head.length() + data.length())
                        .appendBuffer(head)
                        .appendBuffer(data)
                : data;
        vertx.cancelTimer(timer); // the wait is for the next byte, and here it is
        Sniffer.@Nullable Found found = Sniffer.sniff(head);
        if (found != null) {
            decide(found);
        } else {
            timer = vertx.setTimer(settleMillis, id -> settle());
        }
    }

    /** No more bytes come for now: what they are is decided by those there are. */
    void settle() {
        decide(Sniffer.SETTLED);
    }

    /** The connection has ended; nobody needs to know any more. */
    void abandon() {
        known = true;
        vertx.cancelTimer(timer);
    }

    private void decide(Sniffer.Found found) {
        if (!known) {
            known = true;
            Buffer first = head;
            head = NOTHING; // a connection may live for months
            onKnown.accept(found, first);
        }
    }
}
