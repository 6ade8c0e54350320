package io.busport.top;

import java.util.Comparator;

/** What comes first. */
public enum Sort {
    RATE("rate", Comparator.comparingDouble((Row r) -> r.inRate() + r.outRate()).reversed()),
    BYTES("bytes", Comparator.comparingDouble(Row::byteRate).reversed()),
    QUEUED("queued", Comparator.comparingLong(Row::queued).reversed()),
    RTT("rtt", Comparator.comparingDouble(Row::rttMillis).reversed()),
    IDLE("idle", Comparator.comparingLong(Row::idleMillis).reversed()),
    AGE("age", Comparator.comparingLong(Row::ageMillis).reversed());

    private final String word;
    private final Comparator<Row> order;

    Sort(String word, Comparator<Row> order) {
        this.word = word;
        this.order = order;
    }

    /** As it is typed. */
    public String word() {
        return word;
    }

    Comparator<Row> order() {
        return order;
    }
}
