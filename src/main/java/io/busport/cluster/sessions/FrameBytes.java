package io.busport.cluster.sessions;

import io.busport.session.Outbox;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.busport.wire.binary.BinaryDecoder;
import io.busport.wire.binary.BinaryEncoder;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames as they are kept elsewhere: what the binary dialect makes of them, and what an outbox knows about them. Used by one event loop. */
final class FrameBytes {
    private static final WireLimits LIMITS =
            new WireLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final BinaryEncoder encoder = new BinaryEncoder();

    /** @return null when the frame has a body that no other process can read */
    @Nullable
    Buffer encode(Frame frame) {
        Buffer out = Buffer.buffer();
        try {
            encoder.encode(frame, out);
            return out;
        } catch (WireException notWritable) {
            return null;
        }
    }

    static Frame decode(byte[] bytes) {
        BinaryDecoder decoder = new BinaryDecoder(LIMITS);
        Buffer in = Buffer.buffer();
        BinaryEncoder.preface(in);
        decoder.feed(in.appendBytes(bytes));
        try {
            Frame frame = decoder.next();
            if (frame == null) {
                throw new IllegalArgumentException("a frame of " + bytes.length + " bytes (expected: a whole one)");
            }
            return frame;
        } catch (WireException e) {
            throw new IllegalArgumentException("a frame that this gateway wrote cannot be read: " + e.getMessage(), e);
        }
    }

    void write(PackedWriter out, List<Outbox.Kept> entries) {
        out.list(entries, k -> write(out, k));
    }

    private void write(PackedWriter out, Outbox.Kept k) {
        Buffer frame = k.frame() == null ? null : encode(k.frame());
        boolean unreadable = k.frame() != null && frame == null;
        FailCode lost = unreadable ? FailCode.NOT_WRITABLE : k.lost();
        out.number(k.from())
                .number(k.n())
                .small(k.size())
                .number(k.count())
                .number(k.sinceMillis())
                .number(k.untilMillis())
                .flag(k.sent())
                .flag(k.droppable())
                .text(k.address())
                .text(lost == null ? null : lost.word())
                .text(k.key());
        if (frame == null) {
            out.small(-1);
        } else {
            out.bytes(frame);
        }
    }

    static List<Outbox.Kept> read(PackedReader in) {
        return in.list(() -> readOne(in));
    }

    private static Outbox.Kept readOne(PackedReader in) {
        long from = in.number();
        long n = in.number();
        int size = in.small();
        long count = in.number();
        long since = in.number();
        long until = in.number();
        boolean sent = in.flag();
        boolean droppable = in.flag();
        String address = in.text();
        String lost = in.text();
        String key = in.text();
        byte[] frame = in.bytes();
        return new Outbox.Kept(
                from,
                n,
                frame == null ? null : decode(frame),
                frame == null ? 0 : size,
                count,
                address,
                lost == null ? null : FailCode.ofWord(lost),
                since,
                until,
                sent,
                droppable,
                key);
    }
}
