package io.busport.prove;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a proof has shown.
 *
 * @param acknowledged messages whose publisher was told that they will arrive. Without a session there is nobody who says so: then it is
 *     the socket that took them, which is all that such a client knows
 * @param failed messages whose publisher was told that they will not arrive, or may not
 * @param firstFailure why the first of them failed; empty without one
 * @param unresolved messages whose publisher was told nothing
 * @param due deliveries that acknowledged messages call for: one for each subscriber
 * @param delivered deliveries of messages that came for the first time, acknowledged or not
 * @param losses acknowledged and not delivered, whether or not a gap has reported it
 * @param reordered deliveries after one with a higher number of the same publisher
 * @param strange deliveries of what was not sent in this run
 * @param longestSilenceMillis during which a subscriber heard nothing
 * @param gaps times that a gateway reported messages it could not deliver
 * @param gapMessages how many messages that were
 * @param delayP50 from sending to hearing, milliseconds, as the next two
 */
public record Verdict(
        long sent,
        long acknowledged,
        long failed,
        String firstFailure,
        long unresolved,
        long due,
        long delivered,
        List<Loss> losses,
        long duplicated,
        long reordered,
        long strange,
        long longestSilenceMillis,
        long reconnects,
        long gaps,
        long gapMessages,
        long faults,
        double delayP50,
        double delayP99,
        double delayMax) {
    private static final int MOST_LOSSES = 10;

    public Verdict {
        losses = List.copyOf(losses);
    }

    /** Deliveries that were due and did not happen. */
    public long lost() {
        return losses.stream().mapToLong(Loss::count).sum();
    }

    /** Whether every message was acknowledged and heard by every subscriber, once and in its order. */
    public boolean passes() {
        return reasons().isEmpty();
    }

    /** What is against it. */
    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        if (sent == 0) {
            reasons.add("nothing was sent");
        }
        add(reasons, lost(), "lost");
        add(reasons, duplicated, "duplicated");
        add(reasons, reordered, "reordered");
        add(reasons, failed, "failed");
        add(reasons, unresolved, "neither acknowledged nor failed");
        add(reasons, strange, "heard that were not sent");
        return reasons;
    }

    private static void add(List<String> reasons, long count, String what) {
        if (count > 0) {
            reasons.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }

    /** For programs. Times in milliseconds. */
    public JsonObject toJson() {
        JsonArray named = new JsonArray();
        losses.forEach(l -> named.add(new JsonObject()
                .put("subscriber", l.subscriber())
                .put("publisher", l.publisher())
                .put("count", l.count())
                .put("numbers", l.ranges())));
        return new JsonObject()
                .put("passes", passes())
                .put("sent", sent)
                .put("acknowledged", acknowledged)
                .put("failed", failed)
                .put("firstFailure", firstFailure)
                .put("unresolved", unresolved)
                .put("due", due)
                .put("delivered", delivered)
                .put("lost", lost())
                .put("losses", named)
                .put("duplicated", duplicated)
                .put("reordered", reordered)
                .put("strange", strange)
                .put("longestSilenceMillis", longestSilenceMillis)
                .put("reconnects", reconnects)
                .put("gapsReported", gaps)
                .put("gapMessages", gapMessages)
                .put("faults", faults)
                .put(
                        "delayMillis",
                        new JsonObject()
                                .put("p50", delayP50)
                                .put("p99", delayP99)
                                .put("max", delayMax));
    }

    /** For people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(text, "SENT             %,d", sent);
        line(text, "ACKNOWLEDGED     %,d", acknowledged);
        line(text, "DELIVERED        %,d of %,d", delivered, due);
        line(text, "LOST             %,d", lost());
        losses.stream().limit(MOST_LOSSES).forEach(l -> line(text, "                 %s", l));
        if (losses.size() > MOST_LOSSES) {
            line(text, "                 and %d more", losses.size() - MOST_LOSSES);
        }
        line(text, "DUPLICATED       %,d", duplicated);
        line(text, "REORDERED        %,d", reordered);
        if (failed > 0) {
            line(text, "FAILED           %,d, the first one: %s", failed, firstFailure);
        }
        if (unresolved > 0) {
            line(text, "UNRESOLVED       %,d", unresolved);
        }
        if (strange > 0) {
            line(text, "STRANGE          %,d", strange);
        }
        line(text, "LONGEST SILENCE  %.1f s", longestSilenceMillis / 1000.0);
        line(text, "DELAY            p50 %.1f ms, p99 %.1f ms, max %.1f ms", delayP50, delayP99, delayMax);
        line(text, "FAULTS           %,d", faults);
        line(text, "RECONNECTS       %,d", reconnects);
        line(text, "GAPS REPORTED    %,d%s", gaps, gaps == 0 ? "" : " (" + gapMessages + " messages)");
        line(text, passes() ? "PASS" : "FAIL: " + String.join(", ", reasons()).replace("%", "%%"));
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
