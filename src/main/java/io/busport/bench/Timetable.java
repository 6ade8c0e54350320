package io.busport.bench;

import java.util.concurrent.TimeUnit;

/** When each request of a fixed rate is due. One that is sent late keeps its time, so that waiting to be sent is part of its latency. */
final class Timetable {
    private final long start;
    private final double interval; // nanoseconds
    private long next;

    /** @param rate requests per second */
    Timetable(long start, double rate) {
        this.start = start;
        this.interval = TimeUnit.SECONDS.toNanos(1) / rate;
    }

    /** When the next request is due, as nanoTime. */
    long due() {
        return start + (long) (next * interval);
    }

    void sent() {
        next++;
    }

    /** Requests that are due before a time and have not been sent. */
    long behind(long end) {
        return Math.max(0, (long) Math.ceil((end - start) / interval) - next);
    }
}
