package io.busport.wire.json;

import static io.busport.wire.SessionFrames.MAX_NUMBER;

import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.WireException;

/**
 * What a session adds to any frame: fields at the end of its object, so that the rest can be copied from the one before.
 *
 * <pre>
 *   {"type":"message","address":"news", … ,"send":false,"n":7,"redelivered":true,"received":24}
 *   └──────────── as without a session ───────────────┘
 * </pre>
 */
final class Stamps {
    private static final byte[] N = JsonBytes.ascii(",\"n\":");
    private static final byte[] REDELIVERED = JsonBytes.ascii(",\"redelivered\":true");
    private static final byte[] RECEIVED = JsonBytes.ascii(",\"received\":");

    private Stamps() {}

    static void write(Stamped stamped, JsonBytes out) {
        if (stamped.n() > 0) {
            out.raw(N);
            out.number(stamped.n());
        }
        if (isRedelivered(stamped)) {
            out.raw(REDELIVERED);
        }
        if (stamped.received() >= 0) {
            requireRoom(stamped.frame());
            out.raw(RECEIVED);
            out.number(stamped.received());
        }
    }

    /** The bytes that {@link #write} takes. */
    static int sizeOf(Stamped stamped) {
        return (stamped.n() > 0 ? N.length + JsonBytes.digits(stamped.n()) : 0)
                + (isRedelivered(stamped) ? REDELIVERED.length : 0)
                + (stamped.received() >= 0 ? RECEIVED.length + JsonBytes.digits(stamped.received()) : 0);
    }

    /**
     * The frame with what is added to it, or the frame itself when that is nothing.
     *
     * @throws WireException not fatal, when it is no number
     */
    static Frame around(Frame frame, Envelope envelope) throws WireException {
        long n = envelope.n == null ? 0 : Members.whole("n", envelope.n, 1, MAX_NUMBER);
        long received = envelope.received == null || hasItsOwn(frame)
                ? -1
                : Members.whole("received", envelope.received, 0, MAX_NUMBER);
        boolean redelivered =
                frame.kind() == Frame.Kind.MESSAGE && Members.truth("redelivered", envelope.redelivered, false);
        return n == 0 && received < 0 && !redelivered ? frame : new Stamped(n, received, redelivered, frame);
    }

    /** The number of a frame that cannot be read; 0 when it has none that can. */
    static long number(Envelope envelope) {
        try {
            return envelope.n == null ? 0 : Members.whole("n", envelope.n, 1, MAX_NUMBER);
        } catch (WireException notEvenThat) {
            return 0;
        }
    }

    private static boolean isRedelivered(Stamped stamped) {
        return stamped.redelivered() && stamped.frame().kind() == Frame.Kind.MESSAGE;
    }

    /** {@code received} is a field of these. */
    private static boolean hasItsOwn(Frame frame) {
        return frame.kind() == Frame.Kind.ACK || frame.kind() == Frame.Kind.WELCOME;
    }

    private static void requireRoom(Frame frame) {
        if (hasItsOwn(frame)) {
            throw new IllegalArgumentException(
                    "received beside " + frame.kind() + " (expected: none, it has one of its own)");
        }
    }
}
