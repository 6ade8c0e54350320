package io.busport.config;

import java.time.Duration;

/**
 * How a gateway leaves on purpose.
 *
 * @param timeout from the signal to the end of the process
 * @param endpointDelay how long connections are still accepted after readiness is gone; part of {@code timeout}
 * @param spread over how long the clients of sessions are asked to go to another gateway; part of {@code timeout}
 * @param gracePeriod when whoever sends the signal kills the process; zero: not known
 */
public record DrainConfig(Duration timeout, Duration endpointDelay, Duration spread, Duration gracePeriod) {
    /** What is left of the grace period when the drain has taken all of its time, at least: the process has to end, too. */
    public static final Duration MARGIN = Duration.ofSeconds(5);

    static DrainConfig from(ConfigNode node) {
        try (node) {
            DrainConfig drain = new DrainConfig(
                    node.duration("timeout", Duration.ofSeconds(25), Duration.ofMillis(100), false),
                    node.duration("endpointDelay", Duration.ZERO, Duration.ZERO, true),
                    node.duration("spread", Duration.ofSeconds(5), Duration.ZERO, true),
                    node.duration("gracePeriod", Duration.ZERO, Duration.ZERO, true));
            if (drain.endpointDelay.compareTo(drain.timeout) >= 0) {
                node.reject(
                        "endpointDelay",
                        Units.say(drain.endpointDelay),
                        "less than drain.timeout, " + Units.say(drain.timeout));
            }
            return drain;
        }
    }

    /** Whether the drain is over before the process is killed, as far as that is known. */
    public boolean fits() {
        return gracePeriod.isZero() || timeout.plus(MARGIN).compareTo(gracePeriod) <= 0;
    }
}
