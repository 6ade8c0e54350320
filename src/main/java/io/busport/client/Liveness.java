package io.busport.client;

import org.jspecify.annotations.Nullable;

/**
 * What to do about a connection of which nothing is heard. TCP itself takes 938 s to notice a path that died with data under way, and
 * for ever when it is idle.
 *
 * <pre>
 *   nothing said for an interval                 PING     holds the NAT's mapping open, which only our own packets do
 *   a frame unacknowledged for probeAfter        PROBE    a ping with a deadline: so a dead path is known 10 s after the first stuck frame
 *   the clock jumped; our addresses changed      PROBE
 *   no answer to the probe, no byte at all       ABANDON
 *   answers, but no acknowledgement              ABANDON  a large frame that a path does not carry stops everything behind it
 * </pre>
 *
 * <p>Times are milliseconds of a clock that only rises. One for each connection, on its event loop.
 */
final class Liveness {
    enum Act {
        NOTHING,
        PING,
        PROBE,
        ABANDON
    }

    /**
     * In milliseconds.
     *
     * @param answerTime what a ping may take at most when nobody is in a hurry
     * @param eager whether every ping is a probe
     */
    record Times(long interval, long answerTime, long probeAfter, long probeDeadline, long ackDeadline, boolean eager) {
        static Times of(SessionOptions options, long interval) {
            return new Times(
                    interval,
                    options.answerTime().toMillis(),
                    options.probeAfter().toMillis(),
                    options.probeDeadline().toMillis(),
                    options.ackDeadline().toMillis(),
                    options.adaptiveHeartbeat());
        }
    }

    /** A timer that is late by more than this was held up by a sleeping machine. */
    static final long JUMP = 5000;
    /** How often the clock has to be looked at. */
    static final long TICK = 1000;

    private static final long NEVER = Long.MAX_VALUE;

    private final Times times;
    private long interval;
    private long silence; // before the last probe
    private long heard;
    private long said;
    private long stuckSince = NEVER;
    private long calmUntil; // no probe for stuck frames before this
    private long probedAt = NEVER;
    private long echo;
    private @Nullable Cause suspicion; // not yet probed
    private Cause cause = Cause.SILENT;

    Liveness(Times times, long now) {
        this.times = times;
        this.interval = times.interval;
        this.heard = now;
        this.said = now;
    }

    /** A byte came. */
    void heard(long now) {
        heard = now;
    }

    /** Something was written. */
    void said(long now) {
        said = now;
    }

    /** Whether frames are on their way without an acknowledgement. */
    void onTheirWay(boolean any, long now) {
        if (!any) {
            stuckSince = NEVER;
        } else if (stuckSince == NEVER) {
            stuckSince = now;
        }
    }

    /** Some of them were acknowledged. */
    void progress(long now) {
        stuckSince = stuckSince == NEVER ? NEVER : now;
    }

    /** A pong came. Bytes alone do not answer a probe: they may have been waiting while the machine slept. */
    void pong(long answered, long now) {
        if (probedAt != NEVER && answered == echo) {
            probedAt = NEVER;
            calmUntil = now + times.probeAfter;
        }
    }

    /** There is reason to believe that the path is not what it was. */
    void suspect(Cause why) {
        suspicion = why;
    }

    /** What to do now. After {@code PING} and {@code PROBE} it is taken for done. */
    Act check(long now) {
        if (probedAt != NEVER && now - probedAt >= times.probeDeadline) {
            return Act.ABANDON;
        }
        if (now - heard >= interval + times.answerTime) {
            cause = Cause.SILENT;
            return Act.ABANDON;
        }
        if (stuckSince != NEVER && now - stuckSince >= times.ackDeadline) {
            cause = Cause.ACK_STALL;
            return Act.ABANDON;
        }
        if (probedAt == NEVER && (suspicion != null || now >= probeDue())) {
            cause = suspicion == null ? Cause.SILENT : suspicion;
            suspicion = null;
            return probe(now);
        }
        if (now - said >= interval) {
            if (times.eager && probedAt == NEVER) {
                cause = Cause.SILENT;
                return probe(now);
            }
            said = now;
            return Act.PING;
        }
        return Act.NOTHING;
    }

    private Act probe(long now) {
        silence = now - Math.max(heard, said);
        probedAt = now;
        said = now;
        echo++;
        return Act.PROBE;
    }

    /** Another interval between pings, in milliseconds. */
    void interval(long millis) {
        interval = millis;
    }

    /** For how long nothing was said or heard before the last probe. */
    long silence() {
        return silence;
    }

    /** Whether a probe has no answer yet. */
    boolean isProbing() {
        return probedAt != NEVER;
    }

    private long probeDue() {
        return stuckSince == NEVER ? NEVER : Math.max(stuckSince + times.probeAfter, calmUntil);
    }

    /** When {@link #check} may have something to do. */
    long due() {
        long due = Math.min(said + interval, heard + interval + times.answerTime);
        if (probedAt != NEVER) {
            return Math.min(due, probedAt + times.probeDeadline);
        }
        if (stuckSince != NEVER) {
            due = Math.min(due, Math.min(probeDue(), stuckSince + times.ackDeadline));
        }
        return suspicion == null ? due : Math.min(due, said);
    }

    /** What the pong to the last probe brings back. */
    long echo() {
        return echo;
    }

    /** Why the connection is abandoned. */
    Cause cause() {
        return cause;
    }
}
