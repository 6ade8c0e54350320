package io.busport.wire.json;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Compact JSON in UTF-8, written to an array that is used again. */
public final class JsonBytes {
    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_ROOM = 512;
    private static final int LONG_ESCAPE = "\\u0000".length();
    private static final byte[] HEX = ascii("0123456789ABCDEF");
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    /** For each byte of UTF-8 what follows its backslash; 0 for those that need none. */
    private static final byte[] ESCAPES = escapes();

    private byte[] bytes = NOTHING;
    private int length;

    public int length() {
        return length;
    }

    /** Appends all that was written. */
    public void copyTo(Buffer out) {
        out.appendBytes(bytes, 0, length);
    }

    /**
     * Starts again, in the same array unless that has too little room.
     *
     * @param room bytes that will be needed, as far as it is known: growing is copying
     */
    public void clear(int room) {
        length = 0;
        if (room > bytes.length) {
            bytes = new byte[Math.max(FIRST_ROOM, room)];
        }
    }

    /** Starts again, without an array. */
    public void forget() {
        bytes = NOTHING;
        length = 0;
    }

    /** Bytes as they are. */
    public void raw(byte[] json) {
        raw(json, 0, json.length);
    }

    private void raw(byte[] json, int from, int to) {
        ensure(to - from);
        System.arraycopy(json, from, bytes, length, to - from);
        length += to - from;
    }

    /** An ASCII character as it is. */
    public void raw(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    /** ASCII characters as they are. */
    public void raw(String ascii) {
        int n = ascii.length();
        ensure(n);
        for (int i = 0; i < n; i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    /** A whole number, in decimal digits. */
    public void number(long value) {
        if (value < 0) {
            raw(Long.toString(value));
            return;
        }
        int digits = digits(value);
        ensure(digits);
        length += digits;
        long rest = value;
        for (int i = length - 1; i >= length - digits; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The decimal digits of a number that is not negative. */
    static int digits(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Takes back what was written behind this position. */
    public void cut(int position) {
        length = position;
    }

    /** A big-endian number, over four bytes that were written before. */
    public void setInt(int position, int value) {
        bytes[position] = (byte) (value >> 24);
        bytes[position + 1] = (byte) (value >> 16);
        bytes[position + 2] = (byte) (value >> 8);
        bytes[position + 3] = (byte) value;
    }

    public void nothing() {
        raw(NULL);
    }

    public void truth(boolean value) {
        raw(value ? TRUE : FALSE);
    }

    /** A text with its quotes, or null. Half of a surrogate pair becomes a question mark, as wherever Java encodes a text. */
    public void text(@Nullable String value) {
        if (value == null) {
            nothing();
            return;
        }
        // The JDK encodes a text many times faster than a loop over its characters; only ASCII is ever escaped.
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        raw('"');
        int from = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte escape = ESCAPES[utf8[i] & 0xFF];
            if (escape != 0) {
                raw(utf8, from, i);
                escape(escape, utf8[i]);
                from = i + 1;
            }
        }
        raw(utf8, from, utf8.length);
        raw('"');
    }

    private void escape(byte escape, byte character) {
        raw('\\');
        raw((char) escape);
        if (escape == 'u') {
            raw('0');
            raw('0');
            raw((char) HEX[character >> 4]);
            raw((char) HEX[character & 0xF]);
        }
    }

    /** The bytes that {@link #text} takes. */
    static int lengthOf(String value) {
        int bytes = value.length() + 2;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                bytes += ESCAPES[c] == 0 ? 0 : ESCAPES[c] == 'u' ? LONG_ESCAPE - 1 : 1;
            } else {
                // A surrogate is half of a character of four bytes.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    private void ensure(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(FIRST_ROOM, Math.max(length + more, 2 * bytes.length)));
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x100];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }
}
