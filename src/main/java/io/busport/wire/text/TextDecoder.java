package io.busport.wire.text;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a text connection to messages. Pulled, not pushed: whoever has no room for another message simply does not ask for it.
 *
 * <pre>
 *   feed:   68 65 6C 6C 6F 0D 0A ED 95
 *           └──── hello ────┘ │   └──── not yet a character: two of the three bytes of 한
 *   next:   "hello"           └──── CRLF or LF ends a message
 *   flush:  null              └──── the rest waits for its end, or for the quiet time
 * </pre>
 *
 * <p>Belongs to one connection and its event loop.
 */
public final class TextDecoder {
    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_ROOM = 256;

    private final String address;
    private final int maxLine;

    private byte[] bytes = NOTHING;
    private int start; // of the first message not yet taken
    private int scanned; // no line end before this
    private int end;
    /** A message was flushed without its line end: should that come after all, it ends nothing new. */
    private boolean lineEndDue;

    /**
     * @param address where the messages of the connection go
     * @param maxLine the longest message in bytes, line end not counted
     */
    public TextDecoder(String address, int maxLine) {
        this.address = address;
        this.maxLine = maxLine;
    }

    /** Adds what was read. The bytes are copied: a slice would keep the whole read alive for one unfinished line. */
    public void feed(Buffer data) {
        int length = data.length();
        if (end + length > bytes.length) {
            byte[] room =
                    end - start + length <= bytes.length && start > 0 ? bytes : new byte[roomFor(end - start + length)];
            System.arraycopy(bytes, start, room, 0, end - start);
            bytes = room;
            scanned -= start;
            end -= start;
            start = 0;
        }
        data.getBytes(bytes, end);
        end += length;
    }

    /**
     * The next whole line.
     *
     * @return null when there is none yet
     * @throws WireException not fatal for a line that is no UTF-8, which is then skipped; fatal for one that is too long
     */
    public Frame.@Nullable Send next() throws WireException {
        skipLineEndDue();
        while (scanned < end) {
            if (bytes[scanned++] == '\n') {
                int lineEnd = scanned - 1;
                int textEnd = lineEnd > start && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
                return take(textEnd, scanned);
            }
        }
        // One byte of grace: it may be the CR of a line end.
        requireLength(end - 1);
        return null;
    }

    /**
     * What there is without a line end, as a message: nothing more came for the quiet time. The beginning of a character at the end is
     * kept for the next message, however long it takes.
     *
     * @return null when there is nothing, or only the beginning of a character
     * @throws WireException as {@link #next()}
     */
    public Frame.@Nullable Send flush() throws WireException {
        return flushTo(Utf8.endOfWholeCharacters(bytes, start, end));
    }

    /** As {@link #flush()}, when no byte can follow any more: an unfinished character is an error. */
    public Frame.@Nullable Send finish() throws WireException {
        Frame.Send last = flushTo(end);
        if (last == null) {
            forget(); // a late CR, whose LF will not come
        }
        return last;
    }

    private Frame.@Nullable Send flushTo(int to) throws WireException {
        skipLineEndDue();
        if (to == start || (lineEndDue && to - start == 1 && bytes[start] == '\r')) {
            return null;
        }
        boolean carriageReturn = bytes[to - 1] == '\r';
        lineEndDue = true;
        scanned = Math.max(scanned, to);
        return take(carriageReturn ? to - 1 : to, to);
    }

    /** Whether bytes wait for their line end. */
    public boolean hasRest() {
        return end > start;
    }

    private Frame.Send take(int textEnd, int next) throws WireException {
        int from = start;
        requireLength(textEnd);
        start = next;
        try {
            return Frame.Send.of(address, Utf8.decode(bytes, from, textEnd), textEnd - from);
        } finally {
            if (start == end) {
                forget();
            }
        }
    }

    /** An idle connection keeps no room: there are thousands of them. */
    private void forget() {
        bytes = NOTHING;
        start = scanned = end = 0;
    }

    private void skipLineEndDue() {
        if (!lineEndDue || start == end) {
            return;
        }
        if (bytes[start] == '\r' && start + 1 == end) {
            return; // an LF may follow
        }
        int skip = bytes[start] == '\n' ? 1 : bytes[start] == '\r' && bytes[start + 1] == '\n' ? 2 : 0;
        lineEndDue = false;
        start += skip;
        scanned = Math.max(scanned, start);
    }

    private void requireLength(int textEnd) throws WireException {
        if (textEnd - start > maxLine) {
            throw WireException.ofConnection(
                    FailCode.TOO_LARGE,
                    "line too long: more than " + maxLine + " bytes without a line end (text.maxLine)");
        }
    }

    private static int roomFor(int wanted) {
        return Math.max(FIRST_ROOM, Integer.highestOneBit(Math.max(1, wanted - 1)) << 1);
    }
}
