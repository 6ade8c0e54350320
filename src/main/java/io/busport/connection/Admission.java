package io.busport.connection;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may come in, for all event loops of a gateway; safe to use from any thread. Whoever is let in is counted until it has
 * {@link #left}.
 *
 * <p>The rate is a bucket of as many tokens as connections are allowed in a second: after a quiet second so many may come at once, then
 * one with each new token. Who is refused for another reason takes none, or one greedy client would shut the others out.
 */
public final class Admission {
    private final int maxConnections;
    private final int maxPerAddress;
    private final int acceptRate;
    private final LongSupplier nanoTime;
    private final long start;

    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> openFrom = new ConcurrentHashMap<>();
    /** Nanoseconds since the start at which the bucket is full again: a token is taken by moving it on. */
    private final AtomicLong fullAt = new AtomicLong();

    /**
     * Each limit may be 0, and then there is none.
     *
     * @param maxConnections open at the same time
     * @param maxPerAddress of these, from one IP address. Behind a NAT many clients share one
     * @param acceptRate let in per second
     * @param nanoTime {@link System#nanoTime}, or the clock of a test
     */
    public Admission(int maxConnections, int maxPerAddress, int acceptRate, LongSupplier nanoTime) {
        this.maxConnections = maxConnections;
        this.maxPerAddress = maxPerAddress;
        this.acceptRate = acceptRate;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /**
     * Lets a connection in, or says why not.
     *
     * @param ip the observed address without its port
     * @return null when it is let in and counted; otherwise a sentence with the number, the limit and its key
     */
    @Nullable
    String admit(String ip) {
        if (!countOpen()) {
            return sentence(maxConnections + 1 + " connections", maxConnections, "limits.maxConnections");
        }
        if (!countFrom(ip)) {
            open.decrementAndGet();
            return sentence(
                    maxPerAddress + 1 + " connections from " + ip, maxPerAddress, "limits.maxConnectionsPerAddress");
        }
        if (!takeToken()) {
            left(ip);
            return sentence("more than " + acceptRate + " connections a second", acceptRate, "limits.acceptRate");
        }
        return null;
    }

    /** One that was let in has ended. */
    void left(String ip) {
        open.decrementAndGet();
        openFrom.computeIfPresent(ip, (same, n) -> n == 1 ? null : n - 1);
    }

    private boolean countOpen() {
        return open.getAndUpdate(n -> isFull(n, maxConnections) ? n : n + 1) < limit(maxConnections);
    }

    private boolean countFrom(String ip) {
        boolean[] counted = new boolean[1];
        openFrom.compute(ip, (same, n) -> {
            counted[0] = n == null || !isFull(n, maxPerAddress);
            return n == null ? 1 : counted[0] ? n + 1 : n;
        });
        return counted[0];
    }

    private boolean takeToken() {
        if (acceptRate == 0) {
            return true;
        }
        long second = TimeUnit.SECONDS.toNanos(1);
        long now = nanoTime.getAsLong() - start;
        long before = fullAt.getAndUpdate(t -> afterToken(t, now) > now + second ? t : afterToken(t, now));
        return afterToken(before, now) <= now + second;
    }

    private long afterToken(long full, long now) {
        return Math.max(full, now) + TimeUnit.SECONDS.toNanos(1) / acceptRate;
    }

    private static boolean isFull(int n, int max) {
        return n >= limit(max);
    }

    private static int limit(int max) {
        return max == 0 ? Integer.MAX_VALUE : max;
    }

    private static String sentence(String value, int limit, String key) {
        return value + " (expected: at most " + limit + ", " + key + ")";
    }
}
