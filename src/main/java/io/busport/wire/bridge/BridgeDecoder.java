package io.busport.wire.bridge;

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
 * Bytes of a bridge connection to frames.
 *
 * <pre>
 *   00 00 00 0F  7B 22 74 79 70 65 22 3A 22 70 69 6E 67 22 7D
 *   └ 15 bytes ┘ └──────────── {"type":"ping"} ─────────────┘
 *
 *   a signed 32-bit length, big-endian, then that many bytes of JSON in UTF-8
 * </pre>
 *
 * <p>The length is looked at before the bytes are waited for. One that is negative or beyond {@link WireLimits#maxFrame()} is fatal:
 * whatever follows, it is not where the client believes it to be.
 */
public final class BridgeDecoder implements Decoder {
    private static final int PREFIX = Integer.BYTES;

    private final int maxFrame;
    private final ObjectReader reader;
    private final ByteQueue queue = new ByteQueue();

    /** A client's frames. */
    public BridgeDecoder(WireLimits limits) {
        this(limits, new FrameReader(limits, false));
    }

    private BridgeDecoder(WireLimits limits, ObjectReader reader) {
        this.maxFrame = limits.maxFrame();
        this.reader = reader;
    }

    /** A gateway's frames. */
    public static BridgeDecoder ofClient(WireLimits limits) {
        return new BridgeDecoder(limits, new GatewayFrameReader(limits));
    }

    @Override
    public void feed(Buffer data) {
        queue.add(data);
    }

    @Override
    public @Nullable Frame next() throws WireException {
        if (queue.size() < PREFIX) {
            return null;
        }
        int length = queue.intAt(0);
        requireLength(length);
        if (queue.size() - PREFIX < length) {
            return null;
        }
        try {
            return reader.read(queue.array(PREFIX + length), queue.offset() + PREFIX, length);
        } finally {
            queue.take(PREFIX + length);
        }
    }

    @Override
    public @Nullable Frame finish() throws WireException {
        if (queue.isEmpty()) {
            return null;
        }
        throw WireException.ofConnection(
                FailCode.MALFORMED,
                "the input ended inside a frame, after " + queue.size() + " bytes of it (expected: all of them)");
    }

    @Override
    public int rest() {
        return queue.size();
    }

    @Override
    public void clear() {
        queue.take(queue.size());
    }

    private void requireLength(int length) throws WireException {
        if (length < 0) {
            throw WireException.ofConnection(
                    FailCode.MALFORMED,
                    "a frame of " + length + " bytes (expected: 1 to " + maxFrame + ", limits.maxFrame)");
        }
        if (length > maxFrame) {
            throw WireException.ofConnection(
                    FailCode.TOO_LARGE,
                    "a frame of " + length + " bytes (expected: at most " + maxFrame + ", limits.maxFrame)");
        }
    }
}
