package io.busport.connection;

import io.busport.config.LimitsConfig;
import io.busport.config.Units;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The frames of one event loop that have begun and are not whole: each holds memory until its last byte comes, and that is the client's to say.
 * None may take longer than limits.frameTimeout, and all of them not more than this loop's part of limits.frameMemory: then those give way
 * that have taken longest.
 *
 * <p>A text message that was ended by a silence, and not by what was read, is still counted; each is looked at again before anything is done
 * to its connection.
 */
final class UnfinishedFrames {
    /** @param since nanoseconds of the clock */
    private record Begun(long since, int bytes) {}

    private final Duration timeout;
    private final long memory;
    private final LongSupplier clock;
    private final Map<Connection, Begun> begun = new LinkedHashMap<>(); // those that have taken longest first
    private long bytes;

    /**
     * @param loops that share the memory
     * @param clock nanoseconds
     */
    UnfinishedFrames(LimitsConfig limits, int loops, LongSupplier clock) {
        this.timeout = limits.frameTimeout();
        // Two of the longest frames must have room, however many loops there are.
        this.memory = Math.max(limits.frameMemory() / loops, 2L * limits.maxFrame());
        this.clock = clock;
    }

    /**
     * Something was read.
     *
     * @param rest bytes of a frame whose end has not come
     * @param read bytes that came just now
     */
    void read(Connection connection, int rest, int read) {
        Begun before = begun.get(connection);
        if (rest == 0) {
            if (before != null) {
                forget(connection);
            }
        } else if (before != null && rest == before.bytes + read) {
            bytes += read;
            begun.put(connection, new Begun(before.since, rest)); // in the same place
        } else {
            forget(connection);
            bytes += rest;
            begun.put(connection, new Begun(clock.getAsLong(), rest));
        }
        while (bytes > memory) {
            giveWay();
        }
    }

    private void giveWay() {
        Map.Entry<Connection, Begun> first = begun.entrySet().iterator().next();
        end(first.getKey(), first.getValue(), "the end of a frame did not come, and others need the memory");
    }

    /** It ends, or nothing more is read from it for now. */
    void forget(Connection connection) {
        Begun was = begun.remove(connection);
        if (was != null) {
            bytes -= was.bytes;
        }
    }

    /** Looks at the deadlines. */
    void tick() {
        long now = clock.getAsLong();
        while (!timeout.isZero() && !begun.isEmpty()) {
            Map.Entry<Connection, Begun> first = begun.entrySet().iterator().next();
            if (now - first.getValue().since <= timeout.toNanos()) {
                return;
            }
            end(first.getKey(), first.getValue(), "the end of a frame did not come within " + Units.say(timeout));
        }
    }

    /** Unless it is another frame by now. */
    private void end(Connection connection, Begun was, String words) {
        forget(connection);
        int rest = connection.rest();
        if (rest >= was.bytes) {
            connection.close(CloseReason.UNFINISHED, words);
        } else if (rest > 0) {
            bytes += rest;
            begun.put(connection, new Begun(clock.getAsLong(), rest));
        }
    }
}
