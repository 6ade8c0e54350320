package io.busport.wire.json;

import io.busport.wire.Encoder;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames to JSON objects, with what tells one from the next around them.
 *
 * <pre>
 *   00 00 00 5A  {"type":"message", … ,"send":false  ,"n":7,"received":24  }  ⏎
 *   └ LENGTH ──┘ └───────────── kept ─────────────┘  └ {@link Stamps} ──┘     └ LINE
 * </pre>
 *
 * <p>The last message stays here as it was written, up to 64 KiB, until something else is written. When the same {@link Frame.Message},
 * the object itself, follows at once, with another number or with none, its bytes are only copied and closed anew: that is what
 * publishing to many connections of an event loop costs.
 *
 * <p>Belongs to one event loop.
 */
public abstract class JsonEncoder implements Encoder {
    private static final int LARGEST_KEPT = 64 << 10;

    private final Framing framing;
    private final JsonBytes bytes = new JsonBytes();
    private Frame.@Nullable Message kept;
    private int expected; // bytes of the frame that was asked about last
    private int open; // bytes up to what closes the object

    protected JsonEncoder(Framing framing) {
        this.framing = framing;
    }

    /**
     * Writes the object of a frame, without its closing brace.
     *
     * @throws WireException not fatal, when the body has no JSON
     */
    protected abstract void object(Frame frame, JsonBytes out) throws WireException;

    @Override
    public final void encode(Frame frame, Buffer out) throws WireException {
        Stamped stamps = frame instanceof Stamped stamped ? stamped : null;
        Frame plain = stamps == null ? frame : stamps.frame();
        if (isKept(plain)) {
            bytes.cut(open);
        } else {
            kept = null;
            write(plain);
        }
        expected = 0;
        if (stamps != null) {
            Stamps.write(stamps, bytes);
        }
        bytes.raw('}');
        framing.end(bytes);
        bytes.copyTo(out);
        if (bytes.length() > LARGEST_KEPT) {
            kept = null;
            bytes.forget();
        } else if (plain instanceof Frame.Message message) {
            kept = message;
        }
    }

    @Override
    public final int sizeOf(Frame frame) {
        Stamped stamps = frame instanceof Stamped stamped ? stamped : null;
        if (!((stamps == null ? frame : stamps.frame()) instanceof Frame.Message message)) {
            return 0;
        }
        int size = isKept(message) ? open + MessageWriter.END : MessageWriter.sizeOf(message);
        expected = size == 0 || stamps == null ? size : size + Stamps.sizeOf(stamps);
        return expected;
    }

    @SuppressWarnings("ReferenceEquality") // the object itself: equal bodies need not be written alike
    private boolean isKept(Frame frame) {
        return frame == kept;
    }

    private void write(Frame frame) throws WireException {
        bytes.clear(expected);
        try {
            framing.begin(bytes);
            object(frame, bytes);
            open = bytes.length();
        } catch (WireException | RuntimeException e) {
            bytes.forget();
            throw e;
        }
    }
}
