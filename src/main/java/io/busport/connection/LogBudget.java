package io.busport.connection;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much the log of one event loop says of handshakes that failed: each costs a stranger a few bytes, and a line of ours is longer than
 * that. Who is beyond it is counted, and still seen in the status.
 */
final class LogBudget {
    private static final Logger log = LoggerFactory.getLogger(LogBudget.class);
    /** As many in a window as somebody who looks for a cause reads. */
    static final int LINES = 20;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long windowEnd = System.nanoTime();
    private int lines;
    private int silent;

    /** @return whether a line may be written */
    boolean take(long now) {
        turn(now);
        if (lines < LINES) {
            lines++;
            return true;
        }
        silent++;
        return false;
    }

    /** Starts the next window when this one is over, and says what was not said in it. */
    void turn(long now) {
        if (now - windowEnd < 0) {
            return;
        }
        if (silent > 0) {
            log.info("{} more TLS handshakes failed; /connections shows the last ones", silent);
        }
        windowEnd = now + WINDOW_NANOS;
        lines = 0;
        silent = 0;
    }
}
