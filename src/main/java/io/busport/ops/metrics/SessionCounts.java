package io.busport.ops.metrics;

import io.busport.session.SessionEvents;
import io.busport.session.SessionInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to sessions, on whichever event loop, and passes it on. */
public final class SessionCounts implements SessionEvents {
    private final SessionEvents next;
    private final LongAdder opened = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder rebindings = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder undeliveredAtEnd = new LongAdder();
    private final LongAdder undeliveredAtExpiry = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final Buckets away = new Buckets(Buckets.ABSENCE);
    private final Buckets acknowledgements = new Buckets(Buckets.LATENCY);

    public SessionCounts(SessionEvents next) {
        this.next = next;
    }

    @Override
    public void attached(SessionInfo session, boolean again) {
        if (again) {
            resumed.increment();
            away.add(session.awayMillis() * 1_000_000);
        } else {
            opened.increment();
        }
        next.attached(session, again);
    }

    @Override
    public void detached(SessionInfo session) {
        next.detached(session);
    }

    @Override
    public void rebound(SessionInfo session, String before) {
        rebindings.increment();
        next.rebound(session, before);
    }

    @Override
    public void ended(SessionInfo session, boolean timeUp) {
        (timeUp ? expired : ended).increment();
        (timeUp ? undeliveredAtExpiry : undeliveredAtEnd).add(session.queued());
        next.ended(session, timeUp);
    }

    @Override
    public void refused(SessionInfo session, String peer, String code, String sentence) {
        refused.computeIfAbsent(code, c -> new LongAdder()).increment();
        next.refused(session, peer, code, sentence);
    }

    @Override
    public void lost(SessionInfo session, long messages) {
        lost.add(messages);
        next.lost(session, messages);
    }

    @Override
    public void acknowledged(long nanos) {
        acknowledgements.add(nanos);
        next.acknowledged(nanos);
    }

    /** Clients that were seen at another address, since the start. */
    public long rebindings() {
        return rebindings.sum();
    }

    void readInto(Reading reading) {
        reading.add(Metric.SESSIONS_OPENED, opened.sum());
        reading.add(Metric.SESSIONS_RESUMED, resumed.sum());
        reading.add(Metric.SESSIONS_ENDED, ended.sum(), "ended");
        reading.add(Metric.SESSIONS_ENDED, expired.sum(), "expired");
        refused.forEach((code, count) -> reading.add(Metric.SESSIONS_REFUSED, count.sum(), code));
        reading.add(Metric.SESSION_AWAY, away.content());
        reading.add(Metric.NAT_REBINDINGS, rebindings.sum());
        reading.add(Metric.OUTBOX_LOST, lost.sum());
        reading.add(Metric.OUTBOX_UNDELIVERED, undeliveredAtEnd.sum(), "ended");
        reading.add(Metric.OUTBOX_UNDELIVERED, undeliveredAtExpiry.sum(), "expired");
        reading.add(Metric.ACK_LATENCY, acknowledgements.content());
    }
}
