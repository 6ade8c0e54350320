package io.busport.doctor;

import io.busport.client.Access;
import io.busport.client.Endpoint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is examined.
 *
 * @param endpoints the gateway's addresses
 * @param timeout for each step of which an answer is expected
 * @param connects how many connections are made to see which gateways answer
 * @param service the address that is asked for a round trip
 * @param idleProbe the longest silence that is tried; null for none
 * @param access how the gateway lets us in
 */
public record Plan(
        List<Endpoint> endpoints,
        Duration timeout,
        int connects,
        String service,
        @Nullable Duration idleProbe,
        Access access) {
    /** Each silence is a connection of its own: a limit for those who mistype it. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private static final int MOST_CONNECTS = 100;

    /** @throws IllegalArgumentException with the option, the value and the expectation */
    public Plan {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no address (expected: HOST:PORT)");
        }
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("timeout: " + timeout.toMillis() + " ms (expected: 100ms to 1m)");
        }
        if (connects < 1 || connects > MOST_CONNECTS) {
            throw new IllegalArgumentException("connects: " + connects + " (expected: 1 to " + MOST_CONNECTS + ")");
        }
        if (idleProbe != null && (idleProbe.compareTo(Duration.ofSeconds(1)) < 0 || idleProbe.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(
                    "idle-probe: " + idleProbe.toSeconds() + " s (expected: 1s to " + LONGEST.toHours() + "h)");
        }
    }
}
