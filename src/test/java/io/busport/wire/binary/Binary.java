package io.busport.wire.binary;

import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Both directions in few words. */
final class Binary {
    /** As conf/busport.yaml has them. */
    static final WireLimits LIMITS = new WireLimits(1 << 20, 64, 16 << 10, 255);

    private static final byte[] PREFACE = {(byte) 0xB5, 0x01};

    /** A frame or connection that was refused. */
    record Refused(boolean fatal, Frame.Err err) {}

    private Binary() {}

    /** A decoder that has read its preface. */
    static BinaryDecoder begun() throws WireException {
        return begun(LIMITS);
    }

    static BinaryDecoder begun(WireLimits limits) throws WireException {
        BinaryDecoder decoder = new BinaryDecoder(limits);
        decoder.feed(Buffer.buffer(PREFACE));
        if (decoder.next() != null) {
            throw new AssertionError("a frame (expected: none in a preface)");
        }
        return decoder;
    }

    /** Frames, and a {@link Refused} where there was none; a fatal one is the last. */
    static List<Object> readAll(BinaryDecoder decoder) {
        List<Object> all = new ArrayList<>();
        while (true) {
            try {
                Frame frame = decoder.next();
                if (frame == null) {
                    return all;
                }
                all.add(frame);
            } catch (WireException e) {
                all.add(new Refused(e.isFatal(), e.err()));
                if (e.isFatal()) {
                    return all;
                }
            }
        }
    }

    /** What becomes of a stream, preface included, that arrives in these pieces. */
    static List<Object> readAll(List<byte[]> pieces) {
        BinaryDecoder decoder = new BinaryDecoder(LIMITS);
        List<Object> all = new ArrayList<>();
        for (byte[] piece : pieces) {
            decoder.feed(Buffer.buffer(piece));
            all.addAll(readAll(decoder));
        }
        return all;
    }

    static byte[] encode(Frame... frames) throws WireException {
        Buffer out = Buffer.buffer();
        BinaryEncoder encoder = new BinaryEncoder();
        for (Frame frame : frames) {
            encoder.encode(frame, out);
        }
        return out.getBytes();
    }

    /** Preface and frames. */
    static byte[] stream(byte[]... frames) {
        Buffer out = Buffer.buffer(PREFACE);
        for (byte[] frame : frames) {
            out = out.appendBytes(frame);
        }
        return out.getBytes();
    }

    static List<byte[]> cut(byte[] stream, int... at) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int to : at) {
            pieces.add(Arrays.copyOfRange(stream, from, to));
            from = to;
        }
        pieces.add(Arrays.copyOfRange(stream, from, stream.length));
        return pieces;
    }

    static List<byte[]> cutEvery(byte[] stream, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < stream.length; from += size) {
            pieces.add(Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size)));
        }
        return pieces;
    }
}
