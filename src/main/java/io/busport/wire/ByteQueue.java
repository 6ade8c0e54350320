package io.busport.wire;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * What a decoder has been fed and has not yet taken. Positions count from the first byte not yet taken.
 *
 * <pre>
 *   array    ░░░░░░░░ 68 65 6C 6C 6F ········
 *            taken    └─ size() ───┘ room
 *                     0  1  2  3  4
 * </pre>
 *
 * <p>It keeps no room while nothing waits, for there are thousands of idle connections, and otherwise 4 KiB or eight times what waits,
 * whichever is more. Each byte is moved a fixed number of times on average, however the bytes arrive and are taken.
 *
 * <p>Belongs to one connection and its event loop.
 */
public final class ByteQueue {
    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_ROOM = 256;
    /** More room than this is given back once most of it is empty. */
    private static final int LARGE_ROOM = 4 << 10;

    private byte[] bytes = NOTHING;
    private int start;
    private int end;

    /** Copies what was read: a slice would keep the whole read alive for one unfinished frame. */
    public void add(Buffer data) {
        int length = data.length();
        if (length > bytes.length - end) {
            int wanted = Math.addExact(end - start, length);
            // Moving to the front is only worth it when it makes room for as much again.
            if (wanted <= bytes.length / 2) {
                System.arraycopy(bytes, start, bytes, 0, end - start);
                end -= start;
                start = 0;
            } else {
                resize(wanted);
            }
        }
        data.getBytes(bytes, end);
        end += length;
    }

    public int size() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    public byte at(int position) {
        return bytes[start + position];
    }

    /** The four bytes from a position on, big-endian. */
    public int intAt(int position) {
        int i = start + position;
        return bytes[i] << 24 | (bytes[i + 1] & 0xFF) << 16 | (bytes[i + 2] & 0xFF) << 8 | (bytes[i + 3] & 0xFF);
    }

    /** Where a byte is first found at this position or later; -1 when it is not. */
    public int indexOf(byte wanted, int from) {
        for (int i = start + from; i < end; i++) {
            if (bytes[i] == wanted) {
                return i - start;
            }
        }
        return -1;
    }

    /** The bytes themselves, from {@link #offset()} on, to be read before anything is added or taken. */
    public byte[] array() {
        return bytes;
    }

    /** Where position 0 is in {@link #array()}. */
    public int offset() {
        return start;
    }

    /** Takes the first {@code count} bytes away. */
    public void take(int count) {
        start += count;
        if (start == end) {
            bytes = NOTHING;
            start = end = 0;
        } else if (bytes.length > LARGE_ROOM && end - start <= bytes.length / 8) {
            resize(end - start);
        }
    }

    private void resize(int wanted) {
        bytes = Arrays.copyOfRange(bytes, start, start + roomFor(wanted));
        end -= start;
        start = 0;
    }

    /** A power of two, so that growing costs each byte two moves at most. */
    private static int roomFor(int wanted) {
        int power = Integer.highestOneBit(Math.max(1, wanted - 1)) << 1;
        return power < wanted ? wanted : Math.max(FIRST_ROOM, power);
    }
}
