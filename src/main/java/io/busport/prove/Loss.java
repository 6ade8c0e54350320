package io.busport.prove;

import java.util.BitSet;

/**
 * What a subscriber should have heard of a publisher, and did not.
 *
 * @param numbers of the messages; not to be changed
 */
record Loss(int subscriber, int publisher, BitSet numbers) {
    private static final int MOST_RANGES = 8;

    int count() {
        return numbers.cardinality();
    }

    /** {@code 17-31, 40}; the first ones of many. */
    String ranges() {
        StringBuilder text = new StringBuilder();
        int ranges = 0;
        for (int from = numbers.nextSetBit(0); from >= 0; ) {
            if (ranges++ == MOST_RANGES) {
                return text.append(", …").toString();
            }
            int to = numbers.nextClearBit(from);
            text.append(text.length() == 0 ? "" : ", ").append(from);
            if (to - from > 1) {
                text.append('-').append(to - 1);
            }
            from = numbers.nextSetBit(to);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "subscriber-" + subscriber + " did not hear " + count() + " of publisher-" + publisher + ": " + ranges();
    }
}
