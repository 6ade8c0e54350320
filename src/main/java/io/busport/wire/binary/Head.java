package io.busport.wire.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Where a frame is put together before anybody knows how long it will be. One for each event loop.
 *
 * <pre>
 *   ░░░░░░░ 13 36 41 07 │ 08 6D 65 73 73 …
 *   └────── front ──────┘                at
 *    length, kind, flags, numbers
 * </pre>
 *
 * <p>The front is written last, up to where the fields begin: only then is the length known, and the same fields may follow another
 * number.
 */
final class Head {
    private static final int FIRST_ROOM = 1 << 10;
    /** An array that a frame with many headers has made longer than this is not kept. */
    private static final int KEPT = 64 << 10;

    private static final int FRONT = Layout.MAX_VARINT + 2 + 2 * Layout.MAX_LONG_VARINT;

    private byte[] bytes = new byte[FIRST_ROOM];
    private int start;
    private int at;

    /** Forgets the frame before. */
    void begin() {
        if (bytes.length > KEPT) {
            bytes = new byte[FIRST_ROOM];
        }
        at = FRONT;
    }

    void octet(int value) {
        room(1);
        bytes[at++] = (byte) value;
    }

    void varint(long value) {
        room(Layout.MAX_LONG_VARINT);
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
     * Writes what comes before the fields.
     *
     * @param kind with the body type
     * @param n 0 for none
     * @param received negative for none
     * @param tail bytes of the frame that are not put here
     */
    void front(int kind, int flags, long n, long received, int tail) {
        boolean numbered = n > 0;
        boolean acknowledges = received >= 0;
        int front = 2 + (numbered ? varintSize(n) : 0) + (acknowledges ? varintSize(received) : 0);
        int length = front + at - FRONT + tail;
        start = FRONT - front - varintSize(length);
        int end = at;
        at = start;
        varint(length);
        octet(kind);
        octet(flags | (numbered ? Layout.NUMBER : 0) | (acknowledges ? Layout.RECEIVED : 0));
        if (numbered) {
            varint(n);
        }
        if (acknowledges) {
            varint(received);
        }
        at = end;
    }

    int length() {
        return at - start;
    }

    void appendTo(Buffer out) {
        Buffer unused = out.appendBytes(bytes, start, at - start);
    }

    static int varintSize(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    private void room(int more) {
        if (at + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }
}
