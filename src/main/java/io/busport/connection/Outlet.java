package io.busport.connection;

import io.busport.config.Units;
import io.busport.wire.Encoder;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;

/**
 * Frames of one connection on their way out, and the bound of what waits for its client.
 *
 * <pre>
 *   queued     0 ──── half ──── limit ──────────── 4 x limit
 *   reading    goes on │ stops: answers wait for the client
 *   delivered  goes on          │ slow-consumer
 *   answered   goes on                              │ slow-consumer
 * </pre>
 *
 * <p>Answers are bounded by taking no more questions; but what was asked before may have large answers, and a client that reads is to
 * get them. What comes unasked has nobody to be slowed, so beyond the limit the client is closed: skipping it would be a loss in silence.
 */
final class Outlet {
    private static final int ANSWERS = 4;

    private final Connection connection;
    private final SocketWriter writer;
    private final Encoder encoder;
    private final int limit;
    private boolean begun;
    private long delivered; // bytes since nothing was queued
    private long messages;

    /** @param limit bytes, limits.maxOutbound */
    Outlet(Connection connection, SocketWriter writer, Encoder encoder, int limit) {
        this.connection = connection;
        this.writer = writer;
        this.encoder = encoder;
        this.limit = limit;
    }

    /** Whether more questions may be taken. */
    boolean hasRoom() {
        return writer.queued() < limit / 2;
    }

    /** Bytes that the answers to them may take. */
    int room() {
        return limit / 2;
    }

    long messages() {
        return messages;
    }

    /**
     * Queues an answer; one that the dialect cannot write becomes a failure.
     *
     * @return its bytes
     */
    int write(Frame frame) {
        long most = (long) ANSWERS * limit;
        if (writer.queued() > most && isTooSlow(most, " of answers")) {
            return 0;
        }
        try {
            return append(frame);
        } catch (WireException e) {
            return instead(frame, e.err());
        }
    }

    /** The failure takes the place of what cannot be written, and its number where it has one. */
    private int instead(Frame frame, Frame.Err why) {
        if (frame instanceof Stamped s && s.frame() instanceof Frame.Message m) {
            connection.undelivered(m.address(), why.message());
            return appendFor(s.unwritable(why, System.currentTimeMillis()));
        }
        return appendFor(why.to(frame instanceof Frame.Message m ? m.address() : null, null));
    }

    /** @return false when the dialect cannot write it */
    boolean deliver(Frame.Message message) {
        if (writer.queued() == 0) {
            delivered = 0;
        }
        // A large answer that the client is still reading is no reason to close it; what was delivered on top of it may
        // be.
        if (Math.min(delivered, writer.queued()) > limit && isTooSlow(limit, "")) {
            return true;
        }
        try {
            delivered += append(message);
            return true;
        } catch (WireException e) {
            connection.undelivered(message.address(), e.err().message());
            return false;
        }
    }

    private boolean isTooSlow(long most, String what) {
        // What was queued in this turn may still fit the socket; only what then remains waits for the client.
        writer.flush();
        if (writer.queued() <= most) {
            return false;
        }
        connection.close(
                CloseReason.SLOW_CONSUMER,
                "slow consumer: " + writer.queued() + " bytes wait to be read (expected: at most " + Units.say(most)
                        + what + ", limits.maxOutbound)");
        return true;
    }

    private int appendFor(Frame frame) {
        try {
            return append(frame);
        } catch (WireException e) {
            throw new IllegalStateException(
                    frame + " cannot be written (expected: every dialect writes errors and gaps)", e);
        }
    }

    private int append(Frame frame) throws WireException {
        Buffer tail = writer.tail(encoder.sizeOf(frame));
        int before = tail.length();
        if (!begun) {
            begun = true;
            encoder.begin(tail);
        }
        int from = tail.length();
        try {
            encoder.encode(frame, tail);
            messages++;
            return tail.length() - from;
        } finally {
            if (tail.length() > before) {
                writer.appended(tail.length() - before);
            }
        }
    }

    /** Queues the last word, whatever is queued already. */
    void lastWord(String words) {
        int unused = appendFor(Frame.Err.of(FailCode.CLOSING, words));
    }
}
