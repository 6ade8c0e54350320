package io.busport.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 as it arrives from a network: strict, and aware that a read may end inside a character. */
public final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    /** That a {@code char} takes at most. */
    public static final int MAX_BYTES = 3;

    private Utf8() {}

    /**
     * The text in these bytes.
     *
     * @throws WireException not fatal, naming the first byte that is no UTF-8
     */
    public static String decode(byte[] bytes, int from, int to) throws WireException {
        // The JDK's own loop is many times faster than a CharsetDecoder and marks what it could not read; only then
        // look closer.
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireValid(bytes, from, to);
        }
        return text;
    }

    /** The bytes that a text takes. */
    public static int length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate is half of a character of four bytes.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }

    /**
     * Refuses what a parser that only looks at the shape of characters lets pass: more bytes than a character needs, and characters
     * beyond the last one, U+10FFFF.
     *
     * <pre>
     *   C0 xx, C1 xx    E0 80…9F xx    F0 80…8F xx xx      too many bytes
     *   F4 90…BF xx xx    F5…FF                            beyond the last
     * </pre>
     *
     * @throws WireException not fatal, naming the first such byte
     */
    public static void requireShortest(byte[] bytes, int from, int to) throws WireException {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                int lead = bytes[i] & 0xFF;
                int next = i + 1 < to ? bytes[i + 1] & 0xFF : 0xA0;
                if (lead == 0xC0
                        || lead == 0xC1
                        || (lead == 0xE0 && next < 0xA0)
                        || (lead == 0xF0 && next < 0x90)
                        || (lead == 0xF4 && next >= 0x90)
                        || lead > 0xF4) {
                    throw invalid(bytes, i, from, to);
                }
            }
        }
    }

    private static WireException invalid(byte[] bytes, int at, int from, int to) {
        return WireException.ofMessage(String.format(
                "not UTF-8: byte 0x%02X at position %d of %d (expected: text in UTF-8)",
                bytes[at] & 0xFF, at - from, to - from));
    }

    private static void requireValid(byte[] bytes, int from, int to) throws WireException {
        CharsetDecoder strict = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CoderResult result = strict.decode(in, CharBuffer.allocate(to - from), true);
        if (result.isError()) {
            throw invalid(bytes, in.position(), from, to);
        }
    }

    /**
     * Where the last character that is certainly whole ends. What lies behind is the beginning of a character, at most three bytes.
     *
     * <pre>
     *   0xxxxxxx                             1 byte
     *   110xxxxx 10xxxxxx                    2 bytes
     *   1110xxxx 10xxxxxx 10xxxxxx           3 bytes
     *   11110xxx 10xxxxxx 10xxxxxx 10xxxxxx  4 bytes
     * </pre>
     */
    public static int endOfWholeCharacters(byte[] bytes, int from, int to) {
        for (int back = 1; back <= Math.min(3, to - from); back++) {
            int b = bytes[to - back] & 0xFF;
            if (b < 0x80) {
                return to;
            }
            if (b >= 0xF5 || b == 0xC0 || b == 0xC1) {
                return to; // begins no character, so nothing that follows could complete it
            }
            if (b >= 0xC0) {
                int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return back < length ? to - back : to;
            }
        }
        return to;
    }
}
