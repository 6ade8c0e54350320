package io.busport.wire.text;

import io.busport.wire.ByteQueue;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Utf8;
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
    private final String address;
    private final int maxLine;
    private final ByteQueue queue = new ByteQueue();

    private int scanned; // no line end before this
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

    /** Adds what was read. */
    public void feed(Buffer data) {
        queue.add(data);
    }

    /**
     * The next whole line.
     *
     * @return null when there is none yet
     * @throws WireException not fatal for a line that is no UTF-8, which is then skipped; fatal for one that is too long
     */
    public Frame.@Nullable Send next() throws WireException {
        skipLineEndDue();
        int lineEnd = queue.indexOf((byte) '\n', scanned);
        if (lineEnd < 0) {
            scanned = queue.size();
            // One byte of grace: it may be the CR of a line end.
            requireLength(scanned - 1);
            return null;
        }
        return take(lineEnd > 0 && queue.at(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd, lineEnd + 1);
    }

    /**
     * What there is without a line end, as a message: nothing more came for the quiet time. The beginning of a character at the end is
     * kept for the next message, however long it takes.
     *
     * @return null when there is nothing, or only the beginning of a character
     * @throws WireException as {@link #next()}
     */
    public Frame.@Nullable Send flush() throws WireException {
        skipLineEndDue();
        byte[] rest = queue.array(queue.size());
        int offset = queue.offset();
        return flushTo(Utf8.endOfWholeCharacters(rest, offset, offset + queue.size()) - offset);
    }

    /** As {@link #flush()}, when no byte can follow any more: an unfinished character is an error. */
    public Frame.@Nullable Send finish() throws WireException {
        skipLineEndDue();
        Frame.Send last = flushTo(queue.size());
        if (last == null) {
            skip(queue.size()); // a late CR, whose LF will not come
        }
        return last;
    }

    private Frame.@Nullable Send flushTo(int to) throws WireException {
        if (to == 0 || (lineEndDue && to == 1 && queue.at(0) == '\r')) {
            return null;
        }
        boolean carriageReturn = queue.at(to - 1) == '\r';
        lineEndDue = true;
        return take(carriageReturn ? to - 1 : to, to);
    }

    /** Bytes that wait for their line end. */
    public int rest() {
        return queue.size();
    }

    /** Whether there are any. */
    public boolean hasRest() {
        return rest() > 0;
    }

    /** Forgets them. */
    public void clear() {
        skip(queue.size());
    }

    private Frame.Send take(int length, int next) throws WireException {
        requireLength(length);
        try {
            byte[] line = queue.array(length);
            int offset = queue.offset();
            return Frame.Send.of(address, Utf8.decode(line, offset, offset + length), length);
        } finally {
            skip(next);
        }
    }

    private void skip(int count) {
        queue.take(count);
        scanned = Math.max(0, scanned - count);
    }

    private void skipLineEndDue() {
        if (!lineEndDue || queue.isEmpty()) {
            return;
        }
        if (queue.at(0) == '\r' && queue.size() == 1) {
            return; // an LF may follow
        }
        lineEndDue = false;
        skip(queue.at(0) == '\n' ? 1 : queue.at(0) == '\r' && queue.at(1) == '\n' ? 2 : 0);
    }

    private void requireLength(int length) throws WireException {
        if (length > maxLine) {
            throw WireException.ofConnection(
                    FailCode.TOO_LARGE,
                    "line too long: more than " + maxLine + " bytes without a line end (text.maxLine)");
        }
    }
}
