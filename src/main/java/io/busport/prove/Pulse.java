package io.busport.prove;

import java.time.Duration;

/**
 * How quickly a client notices that its connection is dead.
 *
 * @param interval it says something at least so often
 * @param silence without a byte for so long, the connection is given up
 * @param probeAfter what was sent and not acknowledged for so long calls for a probe
 * @param probeDeadline how long that probe may take
 * @param firstRetry the first try is made at a random time before this
 */
record Pulse(Duration interval, Duration silence, Duration probeAfter, Duration probeDeadline, Duration firstRetry) {
    /** Fast, so that a proof with many faults takes less than a minute. In production each of these is several times as long. */
    static final Pulse FAST = new Pulse(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(500));
}
