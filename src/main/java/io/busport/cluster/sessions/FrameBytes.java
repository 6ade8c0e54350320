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
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames as they are kept elsewhere: what the binary dialect makes of them, and what an outbox knows about them. Used by one event loop.
 *
 * <p>The binary dialect has no empty addresses, and other dialects have: one gets a {@code NUL} in front, and so does one that begins with it.
 */
final class FrameBytes {
    private static final Logger log = LoggerFactory.getLogger(FrameBytes.class);
    private static final String MARK = "\0";
    private static final WireLimits LIMITS =
            new WireLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final BinaryEncoder encoder = new BinaryEncoder();

    /** @return null when the frame has a body that no other process can read */
    @Nullable
    Buffer encode(Frame frame) {
        Buffer out = Buffer.buffer();
        try {
            encoder.encode(withAddresses(frame, FrameBytes::marked), out);
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
            if (decoder.hasRest()) {
                throw new IllegalArgumentException(
                        "bytes behind a frame of " + bytes.length + " bytes (expected: none)");
            }
            return withAddresses(frame, FrameBytes::unmarked);
        } catch (WireException e) {
            throw new IllegalArgumentException("a frame that a gateway wrote cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable String marked(@Nullable String address) {
        return address != null && (address.isEmpty() || address.startsWith(MARK)) ? MARK + address : address;
    }

    private static @Nullable String unmarked(@Nullable String address) {
        return address != null && address.startsWith(MARK) ? address.substring(MARK.length()) : address;
    }

    /** The same frame with other addresses; itself when none of them is another. */
    private static Frame withAddresses(Frame frame, UnaryOperator<@Nullable String> how) {
        return switch (frame.kind()) {
            case SEND -> {
                Frame.Send f = (Frame.Send) frame;
                String address = String.valueOf(how.apply(f.address()));
                String label = how.apply(f.replyAddress());
                yield same(f.address(), address) && same(f.replyAddress(), label)
                        ? f
                        : new Frame.Send(
                                address,
                                label,
                                f.headers(),
                                f.body(),
                                f.failure(),
                                f.timeoutMillis(),
                                f.localOnly(),
                                f.size());
            }
            case MESSAGE -> {
                Frame.Message f = (Frame.Message) frame;
                String address = String.valueOf(how.apply(f.address()));
                String label = how.apply(f.replyAddress());
                yield same(f.address(), address) && same(f.replyAddress(), label)
                        ? f
                        : new Frame.Message(address, label, f.headers(), f.body(), f.send());
            }
            case ERR -> {
                Frame.Err f = (Frame.Err) frame;
                String label = how.apply(f.address());
                String source = how.apply(f.sourceAddress());
                yield same(f.address(), label) && same(f.sourceAddress(), source) ? f : f.to(label, source);
            }
            default -> frame;
        };
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return Objects.equals(one, other);
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
        byte[] bytes = in.bytes();
        Frame frame = bytes == null ? null : decodeOrNull(bytes);
        boolean unreadable = bytes != null && frame == null;
        return new Outbox.Kept(
                from,
                n,
                frame,
                frame == null ? 0 : size,
                count,
                address,
                unreadable ? FailCode.NOT_WRITABLE : lost == null ? null : FailCode.ofWord(lost),
                since,
                until,
                sent,
                droppable,
                key);
    }

    /** One body that JSON can be written of and not read must not cost all the others. */
    private static @Nullable Frame decodeOrNull(byte[] bytes) {
        try {
            return decode(bytes);
        } catch (IllegalArgumentException e) {
            log.warn("A gap takes its place: {}", e.getMessage());
            return null;
        }
    }
}
