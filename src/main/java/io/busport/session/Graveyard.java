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
    /** About 300 bytes each. */
    private static final int MAX = 100_000;

    private record Grave(SessionIdentity identity, long received, long until) {}

    private final long remember;
    private final Map<String, Grave> graves = new ConcurrentHashMap<>();
    private final Queue<Grave> byAge = new ConcurrentLinkedQueue<>();

    /** @param remember for so many milliseconds */
    Graveyard(long remember) {
        this.remember = remember;
    }

    void bury(SessionIdentity identity, long received, long now) {
        Grave grave = new Grave(identity, received, now + remember);
        graves.put(identity.id(), grave);
        byAge.add(grave);
        Grave oldest;
        while ((oldest = byAge.peek()) != null && (oldest.until <= now || graves.size() > MAX)) {
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
