package io.busport.wire.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Where a frame is put together before anybody knows how long it will be. One for each event loop.
 *
 * <pre>
 *   ░░░░ 12 │ 36 01 08 6D 65 73 73 …
 *   └ room ┘  0                    at
 *     for the length, which is known last and written backwards
 * </pre>
 */
final class Head {
    private static final int FIRST_ROOM = 1 << 10;
    /** An array that a frame with many headers has made longer than this is not kept. */
    private static final int KEPT = 64 << 10;

    private byte[] bytes = new byte[FIRST_ROOM];
    private int start;
    private int at;

    /** Forgets the frame before. */
    void begin() {
        if (bytes.length > KEPT) {
            bytes = new byte[FIRST_ROOM];
        }
        at = Layout.MAX_VARINT;
    }

    void octet(int value) {
        room(1);
        bytes[at++] = (byte) value;
    }

    void varint(long value) {
        room(Layout.MAX_VARINT);
        long rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            bytes[at++] = (byte) (rest | 0x80);
        }
        bytes[at++] = (byte) rest;
    }

    /** The length of a text in UTF-8, and the text. */
    void text(String text) {
        if (!asciiText(text)) {
            byte[] utf8 = text.getBytes(UTF_8);
            varint(utf8.length);
            octets(utf8);
        }
    }

    /** Most texts here are short and ASCII. One that is not leaves no trace. */
    private boolean asciiText(String text) {
        int length = text.length();
        if (length > 0x7F) {
            return false;
        }
        room(1 + length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > 0x7F) {
                return false;
            }
            bytes[at + 1 + i] = (byte) c;
        }
        bytes[at] = (byte) length;
        at += 1 + length;
        return true;
    }

    void octets(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, at, more.length);
        at += more.length;
    }

    void octets(Buffer more) {
        room(more.length());
        Buffer unused = more.getBytes(bytes, at);
        at += more.length();
    }

    /**
     * Writes the length in front.
     *
     * @param tail bytes of the frame that are not put here
     */
    void end(int tail) {
        int length = at - Layout.MAX_VARINT + tail;
        start = Layout.MAX_VARINT - varintSize(length);
        int end = at;
        at = start;
        varint(length);
        at = end;
    }

    int length() {
        return at - start;
    }

    void appendTo(Buffer out) {
        Buffer unused = out.appendBytes(bytes, start, at - start);
    }

    static int varintSize(int value) {
        return (31 - Integer.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    private void room(int more) {
        if (at + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }
}
