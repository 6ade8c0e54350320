package io.busport.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Learns how long a path's NATs keep a silent mapping, so that a device may sleep longer.
 *
 * <pre>
 *   15 s ✓✓✓ ► 30 s ✓✓✓ ► 45 s ✓✓✓ ► 60 s ✗      the limit is below 60 s: from now on 48 s
 * </pre>
 *
 * <p>A silence held when the ping after it is answered. A connection that dies right after a silence longer than what has held marks the limit. What is
 * learnt belongs to a path: another network has another limit.
 */
final class AdaptiveHeartbeat {
    private static final int HOLD = 3;
    private static final int PERCENT = 80;

    private static final class Path {
        private long interval;
        private long proven;
        private int held;
        private boolean limited;
    }

    private final long start;
    private final long ceiling;
    private final Map<String, Path> paths = new HashMap<>();
    private Path path = new Path();

    AdaptiveHeartbeat(Duration start, Duration ceiling) {
        this.start = start.toMillis();
        this.ceiling = ceiling.toMillis();
        on("");
    }

    /**
     * From now on this path is used.
     *
     * @param key the same for the same network and gateway
     */
    void on(String key) {
        path = paths.computeIfAbsent(key, k -> {
            Path fresh = new Path();
            fresh.interval = start;
            fresh.proven = start;
            return fresh;
        });
    }

    /** How long to be silent at most, in milliseconds. */
    long interval() {
        return path.interval;
    }

    /** A ping after this silence was answered. */
    void held(long silence) {
        if (silence < path.interval || path.limited) {
            return;
        }
        path.proven = Math.max(path.proven, path.interval);
        if (++path.held >= HOLD && path.interval < ceiling) {
            path.held = 0;
            path.interval = Math.min(ceiling, path.interval + start);
        }
    }

    /** Nothing answered a ping after this silence. */
    void died(long silence) {
        if (silence > path.proven) {
            path.limited = true;
            path.interval = Math.max(Math.min(start, silence), silence * PERCENT / 100);
            path.held = 0;
        }
    }
}
