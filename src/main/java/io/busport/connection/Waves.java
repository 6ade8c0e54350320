package io.busport.connection;

import java.time.Duration;

/**
 * How clients are asked to leave: one by one where there are few, several at a time where there are many. Each of them costs those who talk
 * with it a moment, and two at the same moment cost more than twice as much where processors are few.
 *
 * @param size how many are asked at a time
 * @param pauseMillis between two waves
 */
record Waves(int size, long pauseMillis) {
    /** With shorter ones nothing is gained: a client that was asked takes up to half a second to follow. */
    private static final long SHORTEST = 250;
    /** A gateway with few clients is not to stay for them. */
    private static final long LONGEST = 1000;

    /** @param spread within which all of them are asked */
    static Waves of(int clients, Duration spread) {
        long pause = Math.min(LONGEST, Math.max(SHORTEST, spread.toMillis() / Math.max(1, clients)));
        long waves = Math.max(1, spread.toMillis() / pause);
        return new Waves((int) Math.max(1, (clients + waves - 1) / waves), pause);
    }
}
