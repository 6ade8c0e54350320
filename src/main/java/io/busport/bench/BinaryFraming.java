package io.busport.bench;

import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.LoginFrames.Auth;
import io.busport.wire.LoginFrames.Authenticated;
import io.busport.wire.Token;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.busport.wire.binary.BinaryDecoder;
import io.busport.wire.binary.BinaryEncoder;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The binary dialect, with bodies of bytes.
 *
 * <pre>
 *   request   length │ 36: SEND, bytes    │ 01: reply address │ n address │ n id │ body
 *   answer    length │ 37: MESSAGE, bytes │ 00                │ n id             │ body
 * </pre>
 */
final class BinaryFraming implements Framing {
    private static final WireLimits LIMITS = new WireLimits(MAX_FRAME, 1000, 64 << 10, 64 << 10);
    private static final int MAX_LENGTH_BYTES = 4; // of a frame no longer than that

    @Override
    public byte[] preface() {
        Buffer preface = Buffer.buffer();
        BinaryEncoder.preface(preface);
        return preface.getBytes();
    }

    @Override
    public byte[] request(String address, byte[] id, byte[] body) {
        String label = new String(id, StandardCharsets.US_ASCII);
        return bytes(new Frame.Send(address, label, Headers.NONE, Buffer.buffer(body), null, 0, false, 0));
    }

    @Override
    public byte[] login(String token) {
        return bytes(new Auth(new Token(token)));
    }

    @Override
    public void readLogin(byte[] data, int from, int to) {
        Frame frame = frame(data, from, to);
        if (!(frame instanceof Authenticated)) {
            throw new IllegalArgumentException(frame instanceof Frame.Err err ? err.message() : said(frame));
        }
    }

    private static byte[] bytes(Frame frame) {
        Buffer out = Buffer.buffer();
        try {
            new BinaryEncoder().encode(frame, out);
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return out.getBytes();
    }

    @Override
    public int end(byte[] data, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            length |= (data[i] & 0x7F) << (7 * (i - from));
            if (length < 0 || length > MAX_FRAME || i - from >= MAX_LENGTH_BYTES) {
                throw new IllegalArgumentException("a frame of more than " + MAX_FRAME + " bytes (expected: less)");
            }
            if (data[i] >= 0) {
                return length <= to - i - 1 ? i + 1 + length : INCOMPLETE;
            }
        }
        return INCOMPLETE;
    }

    @Override
    public Answer read(byte[] data, int from, int to) {
        Frame frame = frame(data, from, to);
        if (frame instanceof Frame.Message message && message.body() instanceof Buffer body) {
            return Answer.of(message.address(), body.toString());
        }
        if (frame instanceof Frame.Err err) {
            return Answer.failed(err.address(), err.message());
        }
        throw new IllegalArgumentException(said(frame) + " (expected: a message of bytes, or err)");
    }

    private @Nullable Frame frame(byte[] data, int from, int to) {
        try {
            BinaryDecoder decoder = new BinaryDecoder(LIMITS);
            decoder.feed(Buffer.buffer(preface()).appendBytes(data, from, to - from));
            return decoder.next();
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String said(@Nullable Frame frame) {
        return frame == null ? "an empty frame" : "a frame of type " + frame.kind();
    }
}
