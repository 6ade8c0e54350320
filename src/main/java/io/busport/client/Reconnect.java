package io.busport.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which address to try next, and when.
 *
 * <pre>
 *   lost ──delay──► round: address, address, address ──all failed──delay──► round …
 * </pre>
 *
 * <p>Who was refused waits longer and longer, at random: many others were refused at the same moment. Who had no answer has waited already,
 * and tries again at once, so that a path that comes back is found.
 */
final class Reconnect {
    private final List<Endpoint> endpoints;
    private final Backoff backoff;
    private final long firstRetry;
    private final long healthyAfter;
    private final RandomGenerator random;
    private final ArrayDeque<Endpoint> round = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();
    private List<Endpoint> alternatives = List.of();
    private int start;
    private int rounds;
    private boolean refused;
    private long connectedAt;

    Reconnect(
            List<Endpoint> endpoints,
            Duration firstRetry,
            Duration longestRetry,
            Duration healthyAfter,
            RandomGenerator random) {
        this.endpoints = endpoints;
        this.backoff = new Backoff(firstRetry, longestRetry, random);
        this.firstRetry = firstRetry.toMillis();
        this.healthyAfter = healthyAfter.toMillis();
        this.random = random;
    }

    /** What the gateway says others of its kind are found at. Tried after our own addresses, every other time: they may be out of reach. */
    void alternatives(List<String> said) {
        alternatives = parse(said);
    }

    /** The gateway asks to go, best to one of these. */
    void goAway(List<String> said) {
        begin();
        for (Endpoint better : parse(said)) {
            round.remove(better);
            round.addFirst(better);
        }
    }

    private static List<Endpoint> parse(List<String> said) {
        List<Endpoint> known = new ArrayList<>();
        for (String text : said) {
            try {
                known.add(Endpoint.parse(text));
            } catch (IllegalArgumentException notAnAddress) {
                // a hint that says nothing
            }
        }
        return known;
    }

    /** Starts a round, behind the address that was tried last. */
    void begin() {
        round.clear();
        failures.clear();
        refused = false;
        Set<Endpoint> all = new LinkedHashSet<>();
        for (int i = 0; i < endpoints.size(); i++) {
            all.add(endpoints.get((start + i) % endpoints.size()));
        }
        if (rounds++ % 2 == 1) {
            all.addAll(alternatives);
        }
        round.addAll(all);
    }

    /** The next address of the round; null when all have been tried. */
    @Nullable
    Endpoint next() {
        Endpoint next = round.poll();
        int at = next == null ? -1 : endpoints.indexOf(next);
        if (at >= 0) {
            start = (at + 1) % endpoints.size();
        }
        return next;
    }

    /** @param isTimeout nobody answered */
    void failed(String why, boolean isTimeout) {
        failures.add(why);
        refused |= !isTimeout;
    }

    /** Every address of the round, and why. */
    String failures() {
        return String.join("; ", failures);
    }

    void connected(long now) {
        connectedAt = now;
        rounds = 0;
    }

    /** @return milliseconds to wait after a connection that stood was lost */
    long afterLoss(Cause cause, long now) {
        if (now - connectedAt >= healthyAfter) {
            backoff.reset();
        }
        return switch (cause) {
            case SILENT, ACK_STALL, WAKE, ADDRESS -> soon();
            default -> backoff.next();
        };
    }

    /** @return milliseconds to wait after a round in which no address gave a session */
    long afterRound() {
        return refused ? backoff.next() : soon();
    }

    /** @return milliseconds, so that those who have the same reason do not come at the same moment */
    long soon() {
        return Math.max(1, random.nextLong(firstRetry + 1));
    }
}
