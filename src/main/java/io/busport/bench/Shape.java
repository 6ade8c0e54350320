package io.busport.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in a right answer the id and the body stand. Learned from the first right answer, which was parsed; all others have the same
 * bytes around them, and are only compared.
 *
 * <pre>
 *   answer  │ before │ r001f │ between │ 0003d2c4 filler… │ after │      or the body first, or no id
 * </pre>
 */
final class Shape {
    private final byte[] sample;
    private final int idAt; // -1: answers have no id
    private final int bodyAt;

    private Shape(byte[] sample, int idAt, int bodyAt) {
        this.sample = sample;
        this.idAt = idAt;
        this.bodyAt = bodyAt;
    }

    /**
     * The shape of a right answer, or null when its id or body stands there more than once or not as it is.
     *
     * @param id null where answers have none
     */
    static @Nullable Shape learn(byte[] answer, byte @Nullable [] id, byte[] body) {
        int bodyAt = only(answer, body, -1, -1);
        if (bodyAt < 0) {
            return null;
        }
        int bodyEnd = bodyAt + body.length;
        int idAt = id == null ? -1 : only(answer, id, bodyAt, bodyEnd);
        return id != null && idAt < 0 ? null : new Shape(answer, idAt, bodyAt);
    }

    /** The only position of {@code part} outside a range, -1 when there is none or several. */
    private static int only(byte[] whole, byte[] part, int from, int to) {
        int found = -1;
        for (int i = 0; i + part.length <= whole.length; i++) {
            boolean outside = i + part.length <= from || i >= to;
            if (outside && Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    int length() {
        return sample.length;
    }

    /** Whether everything but id and number is as in the sample. */
    boolean fits(byte[] data, int from, int to) {
        if (to - from != sample.length) {
            return false;
        }
        int numberEnd = bodyAt + Numbers.SEQUENCE_DIGITS;
        if (idAt < 0) {
            return same(data, from, 0, bodyAt) && same(data, from, numberEnd, sample.length);
        }
        int idEnd = idAt + Numbers.ID_LENGTH;
        return idAt < bodyAt
                ? same(data, from, 0, idAt)
                        && same(data, from, idEnd, bodyAt)
                        && same(data, from, numberEnd, sample.length)
                : same(data, from, 0, bodyAt)
                        && same(data, from, numberEnd, idAt)
                        && same(data, from, idEnd, sample.length);
    }

    private boolean same(byte[] data, int from, int start, int end) {
        return Arrays.equals(data, from + start, from + end, sample, start, end);
    }

    /** The slot that a fitting answer names. */
    int slot(byte[] data, int from) {
        return Numbers.slot(data, from + idAt);
    }

    boolean hasSequence(int sequence, byte[] data, int from) {
        return Numbers.isSequence(sequence, data, from + bodyAt);
    }
}
