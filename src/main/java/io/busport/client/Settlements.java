package io.busport.client;

import io.busport.wire.SessionFrames.Outcome;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who waits for which numbered frame to be acknowledged, in the order of the numbers. */
final class Settlements {
    /** Told once what became of a frame. */
    interface Settlement {
        /** @param outcome null when all is good */
        void settle(@Nullable Outcome outcome);
    }

    private record Entry(long n, Settlement settlement) {}

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();

    void add(long n, Settlement settlement) {
        entries.add(new Entry(n, settlement));
    }

    /** Everything up to {@code received} is settled. */
    void settle(long received, List<Outcome> outcomes) {
        Map<Long, Outcome> byNumber = new HashMap<>();
        outcomes.forEach(o -> byNumber.put(o.n(), o));
        Entry entry;
        while ((entry = entries.peek()) != null && entry.n <= received) {
            entries.remove();
            entry.settlement.settle(byNumber.get(entry.n));
        }
    }

    /** Takes out who waits for this number, which is not below the one asked for before; null when nobody does. */
    @Nullable
    Settlement take(long n) {
        Entry entry = entries.peek();
        return entry != null && entry.n == n ? entries.remove().settlement : null;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
