package io.busport.wire.binary;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;

/**
 * Reads one frame, all of whose bytes are there. Belongs to one connection.
 *
 * <pre>
 *   36 01 08 6D 65 73 73 61 67 65 73 02 72 31 68 69
 *   │  │  └─── address "messages" ─┘ └─ "r1" └─ body "hi"
 *   │  └ flags: a reply address follows
 *   └ a body of bytes, SEND
 * </pre>
 *
 * <p>The numbers of a session stand behind the flags; {@link SessionFields} reads them.
 */
final class FrameReader {
    private final WireLimits limits;
    private final Fields fields;
    private long number; // of the frame that is read; 0 when it has none

    FrameReader(WireLimits limits) {
        this.limits = limits;
        this.fields = new Fields(limits);
    }

    /**
     * The frame that the cursor is at.
     *
     * @param length bytes of it
     * @param size the same with its length field
     * @throws WireException not fatal, with the label and the address of the frame as far as they can be read
     */
    Frame read(Cursor in, int length, int size) throws WireException {
        in.enter(length);
        number = 0;
        try {
            return stamped(in, size);
        } catch (WireException e) {
            in.rewind(length);
            throw WireException.ofMessage(Addressee.of(in, limits, e.err())).of(number);
        } finally {
            in.leave();
        }
    }

    private Frame stamped(Cursor in, int size) throws WireException {
        int first = in.octet("kind");
        int kind = first & Layout.KIND;
        int type = first >> 4;
        if (kind < Layout.PING || kind > Layout.ACK) {
            throw WireException.ofMessage(
                    Frame.Err.of(FailCode.UNKNOWN_TYPE, "unknown kind " + kind + " (expected: 1 to 10)"));
        }
        int flags = in.octet("flags");
        if ((flags & ~Layout.flags(kind)) != 0) {
            throw WireException.ofMessage(String.format(
                    "flags 0x%02X in %s (expected: none but 0x%02X)", flags, Layout.name(kind), Layout.flags(kind)));
        }
        number = SessionFields.number(in, flags);
        long received = SessionFields.received(in, flags);
        boolean redelivered = kind == Layout.MESSAGE && (flags & Layout.REDELIVERED) != 0;
        Frame frame = frame(in, kind, type, flags, size);
        return number == 0 && received < 0 && !redelivered ? frame : new Stamped(number, received, redelivered, frame);
    }

    private Frame frame(Cursor in, int kind, int type, int flags, int size) throws WireException {
        return switch (kind) {
            case Layout.PING -> {
                long echo = SessionFields.echo(in, flags);
                yield bare(in, type, echo < 0 ? Frame.Ping.PING : new Frame.Ping(echo));
            }
            case Layout.PONG -> {
                long echo = SessionFields.echo(in, flags);
                yield bare(in, type, echo < 0 ? Frame.Pong.PONG : new Frame.Pong(echo));
            }
            case Layout.REGISTER ->
                bare(in, type, new Frame.Register(fields.address(in, kind), fields.label(in, flags)));
            case Layout.UNREGISTER ->
                bare(in, type, new Frame.Unregister(fields.address(in, kind), fields.label(in, flags)));
            case Layout.PUBLISH -> publish(in, type, flags, size);
            case Layout.SEND -> send(in, type, flags, size);
            case Layout.MESSAGE -> message(in, type, flags);
            case Layout.ERR -> err(in, type, flags);
            case Layout.CONTROL -> SessionFields.control(in, type);
            default -> SessionFields.ack(in, type, flags);
        };
    }

    private static Frame bare(Cursor in, int type, Frame frame) throws WireException {
        if (type != Layout.NOTHING) {
            throw WireException.ofMessage("body type " + type + " in " + frame.kind() + " (expected: 0, no body)");
        }
        in.requireEnd();
        return frame;
    }

    // The fields are read in the order in which the arguments are written.

    private Frame.Publish publish(Cursor in, int type, int flags, int size) throws WireException {
        return new Frame.Publish(
                fields.address(in, Layout.PUBLISH),
                fields.headers(in, flags),
                Bodies.read(in, type),
                (flags & Layout.LOCAL) != 0,
                size);
    }

    private Frame.Send send(Cursor in, int type, int flags, int size) throws WireException {
        String address = fields.address(in, Layout.SEND);
        String label = fields.label(in, flags);
        long timeout = fields.timeout(in, flags);
        var headers = fields.headers(in, flags);
        var failure = fields.failure(in, flags);
        Object body = Bodies.read(in, type);
        boolean local = (flags & Layout.LOCAL) != 0;
        // Who wants an answer does not fail, even if it says so.
        return new Frame.Send(address, label, headers, body, label == null ? failure : null, timeout, local, size);
    }

    private Frame.Message message(Cursor in, int type, int flags) throws WireException {
        return new Frame.Message(
                fields.address(in, Layout.MESSAGE),
                fields.label(in, flags),
                fields.headers(in, flags),
                Bodies.read(in, type),
                (flags & Layout.PUBLISHED) == 0);
    }

    private Frame.Err err(Cursor in, int type, int flags) throws WireException {
        if (type != Layout.STRING) {
            throw WireException.ofMessage("body type " + type + " in ERR (expected: 1, a sentence)");
        }
        FailCode code = FailNumber.code(in.octet("fail code"));
        String label = fields.label(in, flags);
        String source = fields.source(in, flags);
        var failure = fields.failure(in, flags);
        return new Frame.Err(code, in.text(in.left(), "sentence"), label, source, failure);
    }
}
