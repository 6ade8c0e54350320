package io.busport.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: a random time below a bound that doubles with every failure ("full jitter"). Any fixed part
 * would bring the clients of a lost gateway back in waves.
 */
public final class Backoff {
    private final long first;
    private final long longest;
    private final RandomGenerator random;
    private long bound;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first.toMillis();
        this.longest = longest.toMillis();
        this.random = random;
        this.bound = this.first;
    }

    /** @return milliseconds, at least 1 */
    public long next() {
        long delay = random.nextLong(bound + 1);
        bound = Math.min(longest, bound * 2);
        return Math.max(1, delay);
    }

    public void reset() {
        bound = first;
    }
}
