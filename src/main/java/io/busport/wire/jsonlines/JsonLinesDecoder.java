package io.busport.wire.jsonlines;

import io.busport.wire.ByteQueue;
import io.busport.wire.Decoder;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.busport.wire.json.FrameReader;
import io.busport.wire.json.GatewayFrameReader;
import io.busport.wire.json.ObjectReader;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a json-lines connection to frames.
 *
 * <pre>
 *   {"type":"ping"}⏎                                  LF or CRLF ends a frame
 *   ⏎                                                 a line of nothing but spaces is none
 *   {"type":"send","address":"a","body":"x"}          so does the end of the input
 * </pre>
 *
 * <p>A line of more than {@link WireLimits#maxFrame()} bytes, its end not counted, is fatal.
 */
public final class JsonLinesDecoder implements Decoder {
    private final int maxFrame;
    private final ObjectReader reader;
    private final ByteQueue queue = new ByteQueue();
    private int scanned; // no line end before this

    /** A client's frames. */
    public JsonLinesDecoder(WireLimits limits) {
        this(limits, new FrameReader(limits, true));
    }

    private JsonLinesDecoder(WireLimits limits, ObjectReader reader) {
        this.maxFrame = limits.maxFrame();
        this.reader = reader;
    }

    /** A gateway's frames. */
    public static JsonLinesDecoder ofClient(WireLimits limits) {
        return new JsonLinesDecoder(limits, new GatewayFrameReader(limits));
    }

    @Override
    public void feed(Buffer data) {
        queue.add(data);
    }

    @Override
    public @Nullable Frame next() throws WireException {
        int lineEnd = queue.indexOf((byte) '\n', scanned);
        while (lineEnd >= 0) {
            Frame frame = take(lineEnd, lineEnd + 1);
            if (frame != null) {
                return frame;
            }
            lineEnd = queue.indexOf((byte) '\n', 0);
        }
        scanned = queue.size();
        // One byte of grace: it may be the CR of a line end.
        requireLength(scanned - 1);
        return null;
    }

    @Override
    public @Nullable Frame finish() throws WireException {
        return take(queue.size(), queue.size());
    }

    @Override
    public int rest() {
        return queue.size();
    }

    @Override
    public void clear() {
        queue.take(queue.size());
        scanned = 0;
    }

    /** The frame on the first line, or null when the line is blank. */
    private @Nullable Frame take(int lineEnd, int next) throws WireException {
        int length = lineEnd > 0 && queue.at(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
        requireLength(length);
        try {
            byte[] line = queue.array(length);
            return isBlank(length) ? null : reader.read(line, queue.offset(), length);
        } finally {
            queue.take(next);
            scanned = 0;
        }
    }

    private boolean isBlank(int length) {
        for (int i = 0; i < length; i++) {
            byte b = queue.at(i);
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private void requireLength(int length) throws WireException {
        if (length > maxFrame) {
            throw WireException.ofConnection(
                    FailCode.TOO_LARGE,
                    "a line of more than " + maxFrame + " bytes (expected: a line end before, limits.maxFrame)");
        }
    }
}
