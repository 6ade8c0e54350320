package io.busport.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The binary dialect, as much of it as an echo takes.
 *
 * <pre>
 *   request   length │ 36: SEND, bytes    │ 01: reply address │ n address │ n id │ body
 *   answer    length │ 37: MESSAGE, bytes │ 00                │ n id             │ body
 * </pre>
 */
final class BinaryFraming implements Framing {
    private static final byte[] PREFACE = {(byte) 0xB5, 0x01};
    private static final int SEND = 6;
    private static final int MESSAGE = 7;
    private static final int ERR = 8;
    private static final int BYTES = 3;
    private static final int REPLY_ADDRESS = 0x01;

    @Override
    public byte[] preface() {
        return PREFACE.clone();
    }

    @Override
    public byte[] request(String address, byte[] id, byte[] body) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.write(BYTES << 4 | SEND);
        inner.write(REPLY_ADDRESS);
        putText(address.getBytes(StandardCharsets.UTF_8), inner);
        putText(id, inner);
        inner.writeBytes(body);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        putVarint(inner.size(), frame);
        frame.writeBytes(inner.toByteArray());
        return frame.toByteArray();
    }

    private static void putText(byte[] text, ByteArrayOutputStream out) {
        putVarint(text.length, out);
        out.writeBytes(text);
    }

    private static void putVarint(int value, ByteArrayOutputStream out) {
        int rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            out.write((rest & 0x7F) | 0x80);
        }
        out.write(rest);
    }

    @Override
    public int end(byte[] data, int from, int to) {
        int length = 0;
        for (int i = from, shift = 0; i < to; i++, shift += 7) {
            length |= (data[i] & 0x7F) << shift;
            if (length < 0 || length > MAX_FRAME || shift > 21) {
                throw new IllegalArgumentException(
                        "a frame of more than " + MAX_FRAME + " bytes (expected: at most that)");
            }
            if (data[i] >= 0) {
                return length <= to - i - 1 ? i + 1 + length : INCOMPLETE;
            }
        }
        return INCOMPLETE;
    }

    @Override
    public Answer read(byte[] data, int from, int to) {
        int at = afterVarint(data, from, to);
        require(to - at >= 3, "a frame of " + (to - at) + " bytes");
        int kind = data[at] & 0x0F;
        int type = (data[at] >> 4) & 0x0F;
        int flags = data[at + 1];
        int idLength = data[at + 2]; // ids are short: one byte
        int bodyAt = at + 3 + idLength;
        require(idLength >= 0 && bodyAt <= to, "an address of " + idLength + " bytes");
        String id = new String(data, at + 3, idLength, StandardCharsets.UTF_8);
        String body = new String(data, bodyAt, to - bodyAt, StandardCharsets.UTF_8);
        if (kind == ERR) {
            return Answer.failed(id, body);
        }
        require(
                kind == MESSAGE && type == BYTES && flags == 0,
                String.format("a frame of kind %d, body type %d, flags 0x%02x", kind, type, flags));
        return Answer.of(id, body);
    }

    private static int afterVarint(byte[] data, int from, int to) {
        int at = from;
        while (at < to && data[at] < 0) {
            at++;
        }
        return at + 1;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what + " (expected: an answer of bytes without options)");
        }
    }
}
