package io.busport.bench;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of a fixed width, written over in place. A request says two of them:
 *
 * <pre>
 *   reply address   r 0 0 1 f              the slot of its connection
 *   body            0 0 0 3 d 2 c 4 ….…    its number among all requests of its event loop, then filler
 * </pre>
 */
final class Numbers {
    static final int SEQUENCE_DIGITS = 8;
    static final int ID_LENGTH = 5;
    /** As many as four digits can tell apart. */
    static final int SLOTS = 1 << 16;

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final int SLOT_DIGITS = ID_LENGTH - 1;

    private Numbers() {}

    static void putSequence(int sequence, byte[] out, int at) {
        put(sequence, SEQUENCE_DIGITS, out, at);
    }

    /** Whether a body begins with this number; it has at least as many bytes. */
    static boolean isSequence(int sequence, byte[] data, int at) {
        for (int i = SEQUENCE_DIGITS - 1, rest = sequence; i >= 0; i--, rest >>>= 4) {
            if (data[at + i] != DIGITS[rest & 0xF]) {
                return false;
            }
        }
        return true;
    }

    static byte[] id(int slot) {
        byte[] id = new byte[ID_LENGTH];
        id[0] = 'r';
        put(slot, SLOT_DIGITS, id, 1);
        return id;
    }

    /** The slot that an id names, -1 when it is none. */
    static int slot(@Nullable String id) {
        return id == null || id.length() != ID_LENGTH ? -1 : slot(id.getBytes(StandardCharsets.ISO_8859_1), 0);
    }

    /** As {@link #slot(String)}; there are as many bytes as an id has. */
    static int slot(byte[] data, int at) {
        if (data[at] != 'r') {
            return -1;
        }
        int slot = 0;
        for (int i = 1; i < ID_LENGTH; i++) {
            int digit = Character.digit(data[at + i], 16);
            if (digit < 0) {
                return -1;
            }
            slot = slot << 4 | digit;
        }
        return slot;
    }

    private static void put(int value, int digits, byte[] out, int at) {
        for (int i = digits - 1, rest = value; i >= 0; i--, rest >>>= 4) {
            out[at + i] = DIGITS[rest & 0xF];
        }
    }
}
