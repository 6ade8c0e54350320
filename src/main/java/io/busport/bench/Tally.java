package io.busport.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What one event loop has counted. Only answers in the measured time count as answers; whatever goes wrong counts always. */
final class Tally {
    private static final long LONGEST = TimeUnit.HOURS.toNanos(2);
    private static final int DIGITS = 3;

    final Histogram latencies = new Histogram(LONGEST, DIGITS);
    private long from;
    private long to;
    private String firstFault = "";
    long answered;
    long sent;
    long open;
    long failed;
    long wrong;
    long missing;
    long unsent;
    int cut;
    private long lastAnswer;

    /** @param from when the measured time begins, as nanoTime; {@code to} when it ends */
    void measure(long from, long to) {
        this.from = from;
        this.to = to;
        this.lastAnswer = from;
    }

    void answered(long since, long now) {
        if (now - from >= 0 && now - to < 0) {
            answered++;
            lastAnswer = now;
            latencies.recordValue(Math.max(0, Math.min(now - since, LONGEST)));
        }
    }

    void failed(String why) {
        failed++;
        remember("answered: " + why);
    }

    void wrong(String why) {
        wrong++;
        remember("wrong: " + why);
    }

    /** A connection has ended before its time. */
    void cut(int requests, String why) {
        cut++;
        missing(requests);
        remember(why);
    }

    void missing(int requests) {
        missing += requests;
        open -= requests;
    }

    private void remember(String fault) {
        if (firstFault.isEmpty()) {
            firstFault = fault;
        }
    }

    /** From the beginning of the measured time to the last answer in it. */
    long measuredNanos() {
        return lastAnswer - from;
    }

    String firstFault() {
        return firstFault;
    }

    /** Adds another loop's, which counts no more. */
    void add(Tally other) {
        latencies.add(other.latencies);
        answered += other.answered;
        sent += other.sent;
        failed += other.failed;
        wrong += other.wrong;
        missing += other.missing;
        unsent += other.unsent;
        cut += other.cut;
        lastAnswer = from + Math.max(measuredNanos(), other.lastAnswer - from);
        remember(other.firstFault);
    }
}
