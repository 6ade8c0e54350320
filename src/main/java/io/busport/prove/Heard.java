package io.busport.prove;

import java.util.BitSet;

/** What one subscriber has heard of one publisher. */
final class Heard {
    private final BitSet numbers = new BitSet();
    private int highest;
    private long duplicated;
    private long reordered;

    /** @param number from 1 on */
    void add(int number) {
        if (numbers.get(number)) {
            duplicated++;
            return;
        }
        numbers.set(number);
        if (number < highest) {
            reordered++;
        } else {
            highest = number;
        }
    }

    /** Those of the promised numbers that have not come. */
    BitSet missing(BitSet promised) {
        BitSet missing = (BitSet) promised.clone();
        missing.andNot(numbers);
        return missing;
    }

    int count() {
        return numbers.cardinality();
    }

    long duplicated() {
        return duplicated;
    }

    /** Those that came after a higher number. */
    long reordered() {
        return reordered;
    }
}
