package io.busport.bench;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a load has shown. */
public final class LoadReport {
    private final Load load;
    private final Tally tally;

    LoadReport(Load load, Tally tally) {
        this.load = load;
        this.tally = tally;
    }

    /** Right answers in the measured time. */
    public long answered() {
        return tally.answered;
    }

    /** Right answers per second of the measured time. */
    public double throughput() {
        return tally.answered / measuredSeconds();
    }

    /** With a count the time ends with the last answer. */
    private double measuredSeconds() {
        double whole = load.duration().toNanos() / 1e9;
        return load.count() == 0 ? whole : Math.max(1e-9, Math.min(whole, tally.measuredNanos() / 1e9));
    }

    /** Nanoseconds within which this share of the answers came; from the intended time of the request when a rate was asked for. */
    public long latencyNanos(double percent) {
        return tally.latencies.getValueAtPercentile(percent);
    }

    /** Requests answered with a failure. */
    public long failed() {
        return tally.failed;
    }

    /** Answers that are not the echo of what was asked, or of nothing that was asked. */
    public long wrong() {
        return tally.wrong;
    }

    /** Requests without an answer, seconds after the last one was sent or when their connection ended. */
    public long missing() {
        return tally.missing;
    }

    /** Requests that a rate called for and that could not be sent, because all connections had as many open as they may. */
    public long unsent() {
        return tally.unsent;
    }

    /** Whether everything that was sent was answered, and answered right. */
    public boolean isClean() {
        return failed() == 0 && wrong() == 0 && missing() == 0 && tally.cut == 0 && tally.sent > 0;
    }

    /** What went wrong first, empty when nothing did. */
    public String firstFault() {
        return tally.firstFault();
    }

    /** For programs. Latencies in microseconds. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("dialect", load.dialect().label())
                .put("connections", load.connections())
                .put("outstanding", load.outstanding())
                .put("size", load.size())
                .put("rate", load.rate())
                .put("threads", load.threads())
                .put("seconds", Math.round(measuredSeconds() * 1000) / 1000.0)
                .put("sent", tally.sent)
                .put("answered", tally.answered)
                .put("perSecond", Math.round(throughput()))
                .put(
                        "latencyMicros",
                        new JsonObject()
                                .put("p50", micros(50))
                                .put("p90", micros(90))
                                .put("p99", micros(99))
                                .put("p99.9", micros(99.9))
                                .put("max", micros(100)))
                .put("failed", failed())
                .put("wrong", wrong())
                .put("missing", missing())
                .put("unsent", unsent())
                .put("connectionsLost", tally.cut)
                .put("firstFault", firstFault());
    }

    private double micros(double percent) {
        return Math.round(latencyNanos(percent) / 100.0) / 10.0;
    }

    /** For people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%s, %d connections x %d outstanding, %d bytes%s",
                load.dialect().label(),
                load.connections(),
                load.outstanding(),
                load.size(),
                load.rate() == 0 ? "" : ", " + load.rate() + " requests per second");
        line(text, "throughput  %,.0f echoes per second (%,d in %.2f s)", throughput(), answered(), measuredSeconds());
        line(
                text,
                "latency     p50 %s, p90 %s, p99 %s, p99.9 %s, max %s%s",
                say(50),
                say(90),
                say(99),
                say(99.9),
                say(100),
                load.rate() == 0 ? "" : ", from the time each request was due");
        line(
                text,
                "errors      %d failed, %d wrong, %d missing, %d connections lost",
                failed(),
                wrong(),
                missing(),
                tally.cut);
        if (unsent() > 0) {
            line(text, "not sent    %,d requests: too many were open for the rate to be kept", unsent());
        }
        if (!firstFault().isEmpty()) {
            line(text, "first       %s", firstFault());
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private String say(double percent) {
        long nanos = latencyNanos(percent);
        return nanos < TimeUnit.MILLISECONDS.toNanos(1)
                ? String.format(Locale.ROOT, "%.0f µs", nanos / 1e3)
                : String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
}
