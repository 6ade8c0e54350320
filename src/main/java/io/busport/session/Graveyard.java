package io.busport.session;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * How far sessions had got that are gone: a client that was away for longer than its session sends only what was not taken. Safe to use from
 * any thread.
 */
final class Graveyard {
    private static final int MOST = 100_000;
    /** Bytes of one, about: a record, an identity, two entries. */
    private static final int OF_GRAVE = 400;
    /** The part of the memory of sessions that may go to those that are gone. */
    private static final int PART = 16;

    private record Dated(Grave grave, long until) {}

    private final long remember;
    private final int max;
    private final Map<String, Dated> graves = new ConcurrentHashMap<>();
    private final Queue<Dated> byAge = new ConcurrentLinkedQueue<>();

    /**
     * @param remember for so many milliseconds
     * @param memory bytes of all sessions, which those that are gone take a part of
     */
    Graveyard(long remember, long memory) {
        this.remember = remember;
        this.max = (int) Math.min(MOST, memory / PART / OF_GRAVE);
    }

    void bury(Grave grave, long now) {
        Dated dated = new Dated(grave, now + remember);
        graves.put(grave.id(), dated);
        byAge.add(dated);
        Dated oldest;
        while ((oldest = byAge.peek()) != null && (oldest.until <= now || graves.size() > max)) {
            if (byAge.remove(oldest)) {
                boolean unused = graves.remove(oldest.grave.id(), oldest);
            }
        }
    }

    /** What is remembered of a session; null: nothing. */
    @Nullable
    Grave of(String session, long now) {
        Dated dated = graves.get(session);
        return dated == null || dated.until <= now ? null : dated.grave;
    }
}
