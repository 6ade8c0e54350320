package io.busport.cluster.sessions;

import java.util.concurrent.atomic.LongAdder;

/** How many sessions have come to this gateway and gone from it. Counted on one loop, read from anywhere. */
public final class Movements {
    private final LongAdder brought = new LongAdder();
    private final LongAdder adopted = new LongAdder();
    private final LongAdder given = new LongAdder();
    private final LongAdder lost = new LongAdder();

    void bringOne(String session) {
        count(brought, session);
    }

    void adoptOne(String session) {
        count(adopted, session);
    }

    void giveOne(String session) {
        count(given, session);
    }

    void loseOne(String session) {
        count(lost, session);
    }

    private static void count(LongAdder which, String session) {
        if (!Rehearsal.isSession(session)) {
            which.increment();
        }
    }

    /** Came from a gateway that lives: after their clients, or because it leaves. */
    public long brought() {
        return brought.sum();
    }

    /** Taken over from a gateway that was lost, from a copy. */
    public long adopted() {
        return adopted.sum();
    }

    /** Went to another gateway. */
    public long given() {
        return given.sum();
    }

    /** Were to be taken over, and no copy was left. */
    public long lost() {
        return lost.sum();
    }
}
