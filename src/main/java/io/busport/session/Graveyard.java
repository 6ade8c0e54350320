package io.busport.session;

import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Resume;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

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

    private record Grave(SessionIdentity identity, long received, long until) {}

    private final long remember;
    private final int max;
    private final Map<String, Grave> graves = new ConcurrentHashMap<>();
    private final Queue<Grave> byAge = new ConcurrentLinkedQueue<>();

    /**
     * @param remember for so many milliseconds
     * @param memory bytes of all sessions, which those that are gone take a part of
     */
    Graveyard(long remember, long memory) {
        this.remember = remember;
        this.max = (int) Math.min(MOST, memory / PART / OF_GRAVE);
    }

    void bury(SessionIdentity identity, long received, long now) {
        Grave grave = new Grave(identity, received, now + remember);
        graves.put(identity.id(), grave);
        byAge.add(grave);
        Grave oldest;
        while ((oldest = byAge.peek()) != null && (oldest.until <= now || graves.size() > max)) {
            if (byAge.remove(oldest)) {
                boolean unused = graves.remove(oldest.identity.id(), oldest);
            }
        }
    }

    /** Why a session is not there, and how far it got if that is known and the asker's business. */
    Refused remembered(Resume said, long now) {
        Grave grave = graves.get(said.session());
        return grave == null || grave.until <= now || !grave.identity.isProvenBy(said)
                ? new Refused(FailCode.UNKNOWN_SESSION, -1)
                : new Refused(FailCode.SESSION_EXPIRED, grave.received);
    }
}
