package io.busport.config;

import java.time.Duration;

/**
 * How a gateway leaves on purpose.
 *
 * @param timeout from the signal to the end of the process
 * @param endpointDelay how long connections are still accepted after readiness is gone; part of {@code timeout}
 */
public record DrainConfig(Duration timeout, Duration endpointDelay) {
    static DrainConfig from(ConfigNode node) {
        try (node) {
            DrainConfig drain = new DrainConfig(
                    node.duration("timeout", Duration.ofSeconds(25), Duration.ofMillis(100), false),
                    node.duration("endpointDelay", Duration.ZERO, Duration.ZERO, true));
            if (drain.endpointDelay.compareTo(drain.timeout) >= 0) {
                node.reject(
                        "endpointDelay",
                        Units.say(drain.endpointDelay),
                        "less than drain.timeout, " + Units.say(drain.timeout));
            }
            return drain;
        }
    }
}
