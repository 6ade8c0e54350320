package io.busport.wire.binary;

import io.busport.wire.Decoder;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a binary connection to frames, in either direction; refusing a kind that the other side has no business to send is left to
 * the connection.
 *
 * <pre>
 *   B5 01 │ 12 36 01 08 … │ 12 36 01 08 … │ 12 36 01
 *   preface   a frame, read where it lies    the rest is kept until its end comes
 * </pre>
 *
 * <p>Bodies of bytes may be slices of what was fed.
 */
public final class BinaryDecoder implements Decoder {
    private final int maxFrame;
    private final FrameReader frames;
    /** Fed while frames were left in the read before. */
    private final ArrayDeque<Buffer> backlog = new ArrayDeque<>(2);

    private @Nullable Cursor in;
    private int prefaceBytes; // read of it
    private int lengthBytes; // read of the next frame's length field
    private long length; // as far as it was read
    private boolean lengthKnown;
    private @Nullable Unfinished unfinished;
    private @Nullable WireException end;

    /** @param limits of one frame; a client's own may be wider than the gateway's */
    public BinaryDecoder(WireLimits limits) {
        this.maxFrame = limits.maxFrame();
        this.frames = new FrameReader(limits);
    }

    @Override
    public void feed(Buffer data) {
        if (end != null || data.length() == 0) {
            return;
        }
        if (in == null) {
            in = new Cursor(data);
        } else {
            backlog.add(data);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>An exception that is not fatal names the label and the address of the frame as far as they can be read. After a fatal one
     * nothing is read any more: each call throws it again.
     */
    @Override
    public @Nullable Frame next() throws WireException {
        if (end != null) {
            throw end;
        }
        while (in != null) {
            if (readPreface(in) && readLength(in)) {
                Frame frame = readFrame(in);
                if (frame != null) {
                    return frame;
                }
            }
            Buffer more = backlog.poll();
            in = more == null ? null : new Cursor(more);
        }
        return null;
    }

    private boolean readPreface(Cursor from) throws WireException {
        while (prefaceBytes < 2 && from.left() > 0) {
            int b = from.octet();
            if (prefaceBytes == 0 && b != Layout.MAGIC) {
                throw end(FailCode.MALFORMED, String.format("first byte 0x%02X (expected: 0x%02X)", b, Layout.MAGIC));
            }
            if (prefaceBytes == 1 && b != Layout.VERSION) {
                throw end(
                        FailCode.MALFORMED,
                        "version " + b + " of the binary dialect (expected: " + Layout.VERSION + ")");
            }
            prefaceBytes++;
        }
        return prefaceBytes == 2;
    }

    private boolean readLength(Cursor from) throws WireException {
        while (!lengthKnown && from.left() > 0) {
            int b = from.octet();
            length |= (long) (b & 0x7F) << (7 * lengthBytes++);
            lengthKnown = b < 0x80;
            if (!lengthKnown && lengthBytes == Layout.MAX_VARINT) {
                throw end(
                        FailCode.MALFORMED,
                        "a frame length of more than " + Layout.MAX_VARINT
                                + " bytes (expected: a varint of at most that)");
            }
            if (lengthKnown && length > maxFrame) {
                throw end(FailCode.TOO_LARGE, "a frame of " + length + " bytes (expected: at most " + maxFrame + ")");
            }
        }
        return lengthKnown;
    }

    /** The frame whose length is known, or null while its end has not come. */
    private @Nullable Frame readFrame(Cursor from) throws WireException {
        int bytes = (int) length;
        Cursor whole = from;
        if (unfinished != null || from.left() < bytes) {
            if (unfinished == null) {
                unfinished = new Unfinished(from, bytes);
            }
            if (!unfinished.take(from)) {
                return null;
            }
            whole = unfinished.whole();
            unfinished = null;
        }
        int size = lengthBytes + bytes;
        lengthKnown = false;
        lengthBytes = 0;
        length = 0;
        return frames.read(whole, bytes, size);
    }

    private WireException end(FailCode code, String message) {
        end = WireException.ofConnection(code, message);
        in = null;
        backlog.clear();
        return end;
    }

    @Override
    public int rest() {
        int begun = lengthBytes + (prefaceBytes == 1 ? 1 : 0) + (unfinished == null ? 0 : unfinished.size());
        int fed = (in == null ? 0 : in.left())
                + backlog.stream().mapToInt(Buffer::length).sum();
        return end == null ? begun + fed : 0;
    }

    @Override
    public void clear() {
        in = null;
        backlog.clear();
        unfinished = null;
        lengthKnown = false;
        lengthBytes = 0;
        length = 0;
    }
}
