package io.busport.prove;

import io.busport.client.Endpoint;
import io.busport.nat.Fault;
import io.busport.wire.Dialect;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be proven. Every number has a limit: what was heard is remembered, message by message.
 *
 * @param endpoints the gateway's addresses, tried in turn
 * @param live without sessions, in the bridge dialect: nothing is sent again
 * @param dialect of the sessions
 * @param publishers clients that publish, each to an address of its own
 * @param subscribers clients that hear all of them
 * @param rate messages per second in all, at most: a client whose queue is full waits
 * @param size bytes of a body, at least; the number and the time of a message take about 70
 * @param duration how long is published
 * @param faults what happens to the connections, in turn; empty: nothing, and there is no NAT in the way
 * @param every how long after one fault the next one comes; a stall takes half of it
 * @param quiet the end is waited for until nothing has come for so long
 */
public record Plan(
        List<Endpoint> endpoints,
        boolean live,
        Dialect dialect,
        int publishers,
        int subscribers,
        int rate,
        int size,
        Duration duration,
        List<Fault> faults,
        Duration every,
        Duration quiet) {

    private static final long MOST_MARKS = 1_000_000_000;

    /** @throws IllegalArgumentException with the value and the expectation */
    public Plan {
        endpoints = List.copyOf(endpoints);
        faults = List.copyOf(faults);
        require("publishers", publishers, 1, 1000);
        require("subscribers", subscribers, 1, 1000);
        require("rate", rate, 1, 1_000_000);
        require("size", size, 0, 512 << 10);
        require("duration", duration, Duration.ofMillis(100), Duration.ofHours(24));
        require("chaos-every", every, Duration.ofMillis(100), Duration.ofHours(1));
        // A bit for each message and subscriber.
        require("rate x duration x subscribers", duration.toSeconds() * rate * subscribers, 0, MOST_MARKS);
        if (dialect == Dialect.TEXT) {
            throw new IllegalArgumentException("dialect: text (expected: one of json-lines, bridge, binary)");
        }
    }

    /** The next fault, when {@code injected} were before it; null without chaos. */
    @Nullable
    Fault fault(int injected) {
        return faults.isEmpty() ? null : faults.get(injected % faults.size());
    }

    private static void require(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + ": " + value.toMillis() + " ms (expected: from "
                    + least.toMillis() + " ms to " + most.toHours() + " h)");
        }
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: a number from " + least + " to " + most + ")");
        }
    }
}
