package io.busport.wire.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Reads forwards through a buffer that nobody changes any more. Single bytes and short texts come through a small array that slides
 * along: a buffer checks every access, and an array for the whole read would cost more than the reading (15 ns against 2 ns a frame).
 *
 * <pre>
 *   source  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 *               base ├────── window ──────┤ loaded
 *                         └ at    └ end of the frame
 * </pre>
 */
final class Cursor {
    /** Holds the fields of an ordinary frame; made once for each read. */
    private static final int WINDOW = 512;
    /** Shorter bodies are copied, which costs little more than a slice: 30 ns against 12 ns for 128 bytes. */
    private static final int SLICED = 1024;
    /** A slice keeps its whole read alive: at most so many times its own length. A read is 64 KiB at most. */
    private static final int PINNED = 16;

    private final Buffer source;
    private final byte[] window;
    private int base;
    private int loaded;
    private int at;
    private int end;

    Cursor(Buffer source) {
        this.source = source;
        this.end = source.length();
        this.window = new byte[Math.min(WINDOW, end)];
    }

    /** Bytes up to the end of the frame, or of the buffer while there is none. */
    int left() {
        return end - at;
    }

    /** Starts a frame of as many bytes, which are there. */
    void enter(int length) {
        end = at + length;
    }

    /** Ends the frame, whether all of it was read or not. */
    void leave() {
        at = end;
        end = source.length();
    }

    /** Goes back to where the frame of this length started. */
    void rewind(int length) {
        at = end - length;
        base = at;
        loaded = at;
    }

    /** The next byte, which is there. */
    int octet() {
        if (at >= loaded) {
            slide();
        }
        return window[at++ - base] & 0xFF;
    }

    int octet(String what) throws WireException {
        if (at == end) {
            throw WireException.ofMessage("the frame ends before its " + what);
        }
        return octet();
    }

    /** Seven bits in a byte, the lowest first; the highest bit says that more follow. */
    long varint(String what) throws WireException {
        return varint(what, Layout.MAX_VARINT);
    }

    /** The same, of at most as many bytes. */
    long varint(String what, int most) throws WireException {
        int b = octet(what);
        long value = b & 0x7F;
        for (int shift = 7; b >= 0x80; shift += 7) {
            if (shift == 7 * most) {
                throw WireException.ofMessage(
                        what + " longer than " + most + " bytes (expected: a varint of at most that)");
            }
            b = octet(what);
            value |= (long) (b & 0x7F) << shift;
        }
        return value;
    }

    /** A length, whose bytes are there. */
    int length(String what) throws WireException {
        return within(varint(what), what);
    }

    int within(long length, String what) throws WireException {
        if (length > left()) {
            throw WireException.ofMessage(
                    what + " of " + length + " bytes (expected: at most the " + left() + " left of the frame)");
        }
        return (int) length;
    }

    void requireEnd() throws WireException {
        if (at < end) {
            throw WireException.ofMessage(
                    left() + (left() == 1 ? " byte" : " bytes") + " after the last field (expected: none)");
        }
    }

    /** Passes over as many bytes, which are there. */
    void pass(int length) {
        at += length;
    }

    /** As many bytes, which are there, as a text. */
    String text(int length, String what) throws WireException {
        byte[] bytes = window;
        int from = 0;
        if (length > WINDOW) {
            bytes = source.getBytes(at, at + length);
        } else {
            from = reach(length);
        }
        at += length;
        String text = new String(bytes, from, length, UTF_8);
        // Marks what the JDK could not read, unless somebody really said it.
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8(text, bytes, from, length, what);
        }
        return text;
    }

    /** Whether as many bytes, which are there, are these; passes them only if they are. */
    boolean skip(byte[] expected, int length) {
        if (length != expected.length) {
            return false;
        }
        int from = reach(length);
        if (!Arrays.equals(window, from, from + length, expected, 0, length)) {
            return false;
        }
        at += length;
        return true;
    }

    /** Appends as many bytes, which are there. */
    void moveTo(Buffer out, int length) {
        Buffer unused = out.appendBuffer(source, at, length);
        at += length;
    }

    /** As many bytes, which are there, as a body. */
    Buffer bytes(int length) {
        int from = at;
        at += length;
        return length >= SLICED && (long) length * PINNED >= source.length()
                ? source.slice(from, at)
                : Buffer.buffer(length).appendBuffer(source, from, length);
    }

    /** Makes sure that the window has as many bytes, which are there and fit it; where in it they start. */
    private int reach(int length) {
        if (at + length > loaded) {
            slide();
        }
        return at - base;
    }

    private void slide() {
        base = at;
        loaded = at + Math.min(window.length, source.length() - at);
        source.getBytes(base, loaded, window, 0);
    }

    private static void requireUtf8(String text, byte[] bytes, int from, int length, String what) throws WireException {
        byte[] again = text.getBytes(UTF_8);
        int wrong = Arrays.mismatch(bytes, from, from + length, again, 0, again.length);
        if (wrong == length) {
            throw WireException.ofMessage(what + " not UTF-8: its last character is not whole");
        }
        if (wrong >= 0) {
            throw WireException.ofMessage(String.format(
                    "%s not UTF-8: byte 0x%02X at position %d of %d (expected: text in UTF-8)",
                    what, bytes[from + wrong] & 0xFF, wrong, length));
        }
    }
}
