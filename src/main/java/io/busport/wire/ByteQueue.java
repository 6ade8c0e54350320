package io.busport.wire;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder has been fed and has not yet taken. Positions count from the first byte not yet taken.
 *
 * <pre>
 *   front    ░░░░░░░░ 68 65 6C 6C 6F          chunks   20 77 6F 72 6C ···
 *            taken    └───────┘                        └──────┘ room
 *                     0  1  2  3  4                    5  6  7  8  9
 * </pre>
 *
 * <p>It keeps no room while nothing waits, for there are thousands of idle connections, and otherwise 4 KiB or eight times what waits,
 * whichever is more. What is more than 64 KiB waits in chunks of that size, and is put together when its end has come: most of those who
 * never send the end would otherwise make us copy a megabyte in vain, and arrays of that size are what a garbage collector likes least.
 * Each byte is moved a fixed number of times on average, however the bytes arrive and are taken.
 *
 * <p>Belongs to one connection and its event loop.
 */
public final class ByteQueue {
    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_ROOM = 256;
    /** More room than this is given back once most of it is empty. */
    private static final int LARGE_ROOM = 4 << 10;

    private static final int CHUNK = 64 << 10;

    private byte[] front = NOTHING;
    private int start;
    private int end;
    /** Behind the front, each of {@link #CHUNK} bytes, and the last one filled up to {@link #lastEnd}. Null when there are none. */
    private @Nullable ArrayDeque<byte[]> chunks;

    private int lastEnd;
    private int behind; // bytes in the chunks

    /** Copies what was read: a slice would keep the whole read alive for one unfinished frame. */
    public void add(Buffer data) {
        int length = data.length();
        if (chunks == null && length <= front.length - end) {
            data.getBytes(front, end);
            end += length;
            return;
        }
        int wanted = Math.addExact(size(), length);
        if (chunks != null || wanted > CHUNK) {
            addBehind(data, length);
            return;
        }
        // Moving to the front is only worth it when it makes room for as much again.
        if (wanted <= front.length / 2) {
            System.arraycopy(front, start, front, 0, end - start);
            end -= start;
            start = 0;
        } else {
            resize(wanted);
        }
        data.getBytes(front, end);
        end += length;
    }

    private void addBehind(Buffer data, int length) {
        ArrayDeque<byte[]> all = chunks;
        if (all == null) {
            chunks = all = new ArrayDeque<>();
            lastEnd = CHUNK;
        }
        int from = 0;
        while (from < length) {
            if (lastEnd == CHUNK) {
                all.add(new byte[CHUNK]);
                lastEnd = 0;
            }
            int count = Math.min(length - from, CHUNK - lastEnd);
            data.getBytes(from, from + count, all.getLast(), lastEnd);
            lastEnd += count;
            from += count;
        }
        behind += length;
    }

    public int size() {
        return end - start + behind;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    public byte at(int position) {
        int left = position - (end - start);
        if (left < 0 || chunks == null) {
            return front[start + position];
        }
        for (byte[] chunk : chunks) {
            if (left < CHUNK) {
                return chunk[left];
            }
            left -= CHUNK;
        }
        throw new IndexOutOfBoundsException(position + " (expected: less than " + size() + ")");
    }

    /** The four bytes from a position on, big-endian. */
    public int intAt(int position) {
        return at(position) << 24
                | (at(position + 1) & 0xFF) << 16
                | (at(position + 2) & 0xFF) << 8
                | (at(position + 3) & 0xFF);
    }

    /** Where a byte is first found at this position or later; -1 when it is not. */
    public int indexOf(byte wanted, int from) {
        for (int i = start + from; i < end; i++) {
            if (front[i] == wanted) {
                return i - start;
            }
        }
        if (chunks == null) {
            return -1;
        }
        int before = end - start;
        for (byte[] chunk : chunks) {
            int last = Math.min(CHUNK, size() - before);
            for (int i = Math.max(0, from - before); i < last; i++) {
                if (chunk[i] == wanted) {
                    return before + i;
                }
            }
            before += CHUNK;
        }
        return -1;
    }

    /**
     * The first {@code count} bytes in one piece, from {@link #offset()} on, to be read before anything is added or taken. May move them: ask
     * for the offset afterwards.
     */
    public byte[] array(int count) {
        if (count > end - start) {
            gather(count);
        }
        return front;
    }

    /** Where position 0 is in what {@link #array} gave. */
    public int offset() {
        return start;
    }

    /** Bytes that are held for what waits. */
    int room() {
        return front.length + (chunks == null ? 0 : chunks.size() * CHUNK);
    }

    /** Moves whole chunks to the front until {@code count} bytes are there. */
    private void gather(int count) {
        int together = end - start;
        while (together < count) {
            together += Math.min(CHUNK, size() - together);
        }
        byte[] piece = Arrays.copyOfRange(front, start, start + together);
        for (int at = end - start; at < together; ) {
            int length = Math.min(CHUNK, together - at);
            System.arraycopy(firstChunk(), 0, piece, at, length);
            forgetFirstChunk(length);
            at += length;
        }
        front = piece;
        start = 0;
        end = together;
    }

    private byte[] firstChunk() {
        if (chunks == null) {
            throw new IllegalStateException("more than " + size() + " bytes are asked for (expected: at most that)");
        }
        return chunks.getFirst();
    }

    private void forgetFirstChunk(int length) {
        ArrayDeque<byte[]> all = chunks;
        if (all != null) {
            all.removeFirst();
            behind -= length;
            if (all.isEmpty()) {
                chunks = null;
            }
        }
    }

    /** Takes the first {@code count} bytes away. */
    public void take(int count) {
        start += count;
        while (start >= end && chunks != null) {
            // The first chunk is the front now, where it lies.
            int length = Math.min(CHUNK, behind);
            int before = end;
            front = firstChunk();
            forgetFirstChunk(length);
            start -= before;
            end = length;
        }
        if (start == end) {
            front = NOTHING;
            start = end = 0;
        } else if (chunks == null && front.length > LARGE_ROOM && end - start <= front.length / 8) {
            resize(end - start);
        }
    }

    private void resize(int wanted) {
        front = Arrays.copyOfRange(front, start, start + roomFor(wanted));
        end -= start;
        start = 0;
    }

    /** A power of two, so that growing costs each byte two moves at most. */
    private static int roomFor(int wanted) {
        int power = Integer.highestOneBit(Math.max(1, wanted - 1)) << 1;
        return power < wanted ? wanted : Math.max(FIRST_ROOM, power);
    }
}
