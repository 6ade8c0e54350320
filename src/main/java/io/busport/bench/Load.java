package io.busport.bench;

import io.busport.wire.Dialect;
import java.time.Duration;

/**
 * What a server is asked. Every number has a limit: a load without an end would be an attack.
 *
 * @param connections open at a time, all of them before the first request
 * @param outstanding requests that one connection has open at most
 * @param size bytes of a body
 * @param warmup how long requests are answered before any of them counts
 * @param duration how long they count; with a {@code count}, how long it may take at most
 * @param count requests in all; 0: as many as the duration allows
 * @param rate requests per second in all, sent on time whether or not answers come; 0: the next one when an answer has come
 * @param threads event loops that share the connections
 */
public record Load(
        String host,
        int port,
        Dialect dialect,
        String address,
        int connections,
        int outstanding,
        int size,
        Duration warmup,
        Duration duration,
        long count,
        long rate,
        int threads) {

    private static final long MAX_OPEN_BYTES = 1L << 30;

    /** @throws IllegalArgumentException with the value and the expectation */
    public Load {
        require("port", port, 1, 65_535);
        require("connections", connections, 1, 50_000);
        require("outstanding", outstanding, 1, Numbers.SLOTS);
        require("size", size, Numbers.SEQUENCE_DIGITS, 1 << 20);
        require("warmup", warmup, Duration.ZERO, Duration.ofMinutes(10));
        require("duration", duration, Duration.ofMillis(100), Duration.ofHours(1));
        require("threads", threads, 1, Math.min(64, connections));
        // Each thread has a share of them that is not 0, which would mean any number.
        require("count", count, count == 0 ? 0 : threads, 1_000_000_000_000L);
        require("rate", rate, rate == 0 ? 0 : threads, 10_000_000);
        require("connections x outstanding x size", (long) connections * outstanding * size, 1, MAX_OPEN_BYTES);
        if (address.isBlank() || address.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("address: '" + address + "' (expected: an event bus address)");
        }
    }

    /** What one of its threads does: as evenly as whole numbers allow. */
    Load share(int thread) {
        return new Load(
                host,
                port,
                dialect,
                address,
                (int) part(connections, thread),
                outstanding,
                size,
                warmup,
                duration,
                part(count, thread),
                part(rate, thread),
                1);
    }

    private long part(long whole, int thread) {
        return whole / threads + (thread < whole % threads ? 1 : 0);
    }

    private static void require(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + ": " + value.toMillis() + " ms (expected: from "
                    + least.toMillis() + " ms to " + most.toMinutes() + " minutes)");
        }
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: a number from " + least + " to " + most + ")");
        }
    }
}
