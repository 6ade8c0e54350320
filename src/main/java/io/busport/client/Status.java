package io.busport.client;

import static java.util.Objects.requireNonNull;

import io.busport.session.Outbox;
import io.busport.wire.SessionFrames.Welcome;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How the client stands, as any thread may see it; written by its event loop alone. */
final class Status {
    private record Numbers(int unacked, long late, long unheard) {}

    private static final SessionInfo NOTHING =
            new SessionInfo(null, null, 0, null, null, null, null, false, 0, 0, 0, 0, null);

    private final AtomicReference<SessionInfo> info = new AtomicReference<>(NOTHING);
    private final AtomicReference<Numbers> numbers = new AtomicReference<>(new Numbers(0, 0, 0));
    private final AtomicBoolean full = new AtomicBoolean();

    void welcomed(Welcome welcome, Endpoint endpoint) {
        SessionInfo before = requireNonNull(info.get());
        boolean rebound = welcome.observed().changed();
        info.set(new SessionInfo(
                welcome.session(),
                welcome.name(),
                welcome.epoch(),
                welcome.observed(),
                welcome.gateway(),
                welcome.guarantee(),
                endpoint,
                true,
                before.rebound() + (rebound ? 1 : 0),
                0,
                0,
                0,
                before.lastCause()));
    }

    /** What the gateways promise has changed. */
    void guaranteed(String guarantee) {
        SessionInfo b = requireNonNull(info.get());
        set(guarantee, b.connected(), b.lastCause());
    }

    void disconnected(@Nullable Cause cause) {
        set(requireNonNull(info.get()).guarantee(), false, cause);
    }

    private void set(@Nullable String guarantee, boolean connected, @Nullable Cause lastCause) {
        SessionInfo b = requireNonNull(info.get());
        info.set(new SessionInfo(
                b.session(),
                b.name(),
                b.epoch(),
                b.observed(),
                b.gateway(),
                guarantee,
                b.endpoint(),
                connected,
                b.rebound(),
                0,
                0,
                0,
                lastCause));
    }

    void update(ClientSession session) {
        Numbers now = new Numbers(
                session.outgoing().outbox().messages(), session.incoming().late(), session.unheard());
        if (!now.equals(numbers.get())) {
            numbers.set(now);
        }
    }

    /** Half of the backlog is full: enough to stop, and what is being said meanwhile still has room. */
    boolean full(Outbox outbox, SessionOptions.Backlog most) {
        boolean isFull = 2L * outbox.messages() >= most.messages() || 2 * outbox.bytes() >= most.bytes();
        full.set(isFull);
        return isFull;
    }

    boolean isFull() {
        return full.get();
    }

    SessionInfo info() {
        SessionInfo i = requireNonNull(info.get());
        Numbers n = requireNonNull(numbers.get());
        return new SessionInfo(
                i.session(),
                i.name(),
                i.epoch(),
                i.observed(),
                i.gateway(),
                i.guarantee(),
                i.endpoint(),
                i.connected(),
                i.rebound(),
                n.unacked,
                n.late,
                n.unheard,
                i.lastCause());
    }
}
