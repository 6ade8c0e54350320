package io.busport.natlab;

import io.busport.natlab.Flow.Heard;
import io.busport.natlab.Ledger.Witness;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A span of numbers that one client has missed of a plain publisher, and how many of them its gaps have reported. A gap speaks of a span
 * when some of its time is of the time in which the span was published.
 */
record Missed(String client, long from, long to, long reported) {
    /** A gap whose gateway was lost cannot say how many: it covers whatever was published in its time. */
    private static final long UNKNOWN = 1L << 32;

    /** All spans between the first number that was heard and the last, in order. */
    static List<Missed> read(Witness client, String publisher, String address) {
        var gaps = gaps(client, address);
        var spans = new ArrayList<Missed>();
        Heard before = null;
        for (var heard : Flow.read(new Witness(publisher, List.of()), client).heard()) {
            if (before != null && heard.number() > before.number() + 1) {
                var last = before;
                var reported = gaps.stream()
                        .filter(gap -> !gap.until().isBefore(last.published())
                                && !gap.since().isAfter(heard.published()))
                        .mapToLong(gap -> gap.count() == 0 ? UNKNOWN : gap.count())
                        .sum();
                spans.add(new Missed(client.name(), before.number() + 1, heard.number() - 1, reported));
            }
            before = heard;
        }
        return spans;
    }

    boolean isReported() {
        return reported >= to - from + 1;
    }

    private record Gap(long count, Instant since, Instant until) {}

    /** Those that are of the address, or of several. */
    private static List<Gap> gaps(Witness client, String address) {
        return client.events().stream()
                .map(JsonObject::new)
                .filter(event -> event.getString("event").equals("gap"))
                .filter(event -> event.getString("address") == null || address.equals(event.getString("address")))
                .map(event -> new Gap(
                        event.getLong("count", 0L),
                        Instant.ofEpochMilli(event.getLong("since", 0L)),
                        Instant.ofEpochMilli(event.getLong("until", Long.MAX_VALUE))))
                .toList();
    }
}
