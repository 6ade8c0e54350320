package io.busport.session;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Guarantee;
import io.busport.wire.SessionFrames.Resume;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that come and go between gateways. Safe to use from any thread; its futures complete on the loops of the sessions.
 *
 * <pre>
 *   the gateway that has it                       the gateway that gets it
 *     leave ── snapshot ────────────────────────►   install, and hear its addresses
 *       │  keeps what still comes                     │  keeps what already comes
 *     tail ─── what came since ─────────────────►   arrived
 *     (nothing of it is left)                       it goes on
 * </pre>
 */
public final class SessionMoves {
    private final SessionDesk desk;

    public SessionMoves(SessionDesk desk) {
        this.desk = desk;
    }

    /** What becomes of a session that another gateway wants: {@code refusal} or {@code snapshot} is null, both when it is not here. */
    public record Departure(
            Frame.@Nullable Err refusal, @Nullable SessionSnapshot snapshot) {
        static final Departure NOT_HERE = new Departure(null, null);
    }

    /**
     * Lets a session go, with all it has.
     *
     * @param said the resume of its client, which is checked; null: nobody asked but this gateway
     */
    public Future<Departure> leave(String id, @Nullable Resume said, String principal) {
        return at(id, Departure.NOT_HERE, session -> {
            Frame.Err refusal = session.leave(said, principal);
            return refusal == null ? new Departure(null, session.snapshot()) : new Departure(refusal, null);
        });
    }

    /**
     * What came to a session that {@linkplain #leave leaves} after frame {@code after}; nothing of it is here from now on.
     *
     * @return the session with those frames only; null when it is not here
     */
    public Future<@Nullable SessionSnapshot> tail(String id, long after) {
        Session there = desk.byId(id);
        if (there == null) {
            return Future.succeededFuture(null);
        }
        Promise<@Nullable SessionSnapshot> promise = Promise.promise();
        there.loop().executor().execute(() -> {
            SessionSnapshot all = there.snapshot(after);
            desk.remove(there);
            there.gone();
            promise.complete(all.withOutbox(
                    all.outbox().stream().filter(k -> k.from() > after).toList()));
        });
        return promise.future();
    }

    /**
     * An operator ends a session.
     *
     * @return false when it is not here
     */
    public Future<Boolean> expire(String id) {
        return at(id, false, session -> {
            session.end(
                    Frame.Err.of(FailCode.SESSION_EXPIRED, "an operator has ended the session"), Attachment.End.ADMIN);
            return true;
        });
    }

    /** A session stays that was about to leave. */
    public Future<Void> stay(String id) {
        return at(id, session -> session.passage().stay());
    }

    /** Another gateway has the session, and did not ask this one: nothing of it is here from now on. */
    public Future<Void> discard(String id) {
        return at(id, session -> {
            desk.remove(session);
            session.gone();
        });
    }

    /**
     * Puts a session together that was elsewhere.
     *
     * @param recovered whether its gateway is lost
     * @return done when what is sent to its addresses reaches it
     */
    public Future<Void> install(SessionLoop home, SessionSnapshot from, boolean recovered) {
        Promise<Void> promise = Promise.promise();
        home.executor().execute(() -> {
            Session session = new Session(home, from, recovered, desk);
            desk.add(session);
            var unused = session.exchange().dealings().effective().onComplete(promise);
        });
        return promise.future();
    }

    /**
     * A session that was installed goes on.
     *
     * @param tail what came to it at the other gateway since its snapshot; null: nobody knows
     * @param lostSince since when messages to it may have been lost with its gateway, Unix time; 0: it is not lost
     */
    public Future<Void> arrived(String id, @Nullable SessionSnapshot tail, long lostSince) {
        return at(id, session -> session.passage().arrived(tail, lostSince));
    }

    /** An answer that came to the gateway where a session was before. */
    public Future<Void> answered(String id, long n, Frame answer) {
        return at(id, session -> session.passage().answered(n, answer));
    }

    /** After the loss of a gateway: what it may have asked for sessions that are here now is asked again. */
    public void askAgain() {
        ids().forEach(id -> {
            var unused = at(id, session -> session.passage().askAgain());
        });
    }

    /** What is promised for what the sessions are owed is different now; clients that are connected are told. */
    public void tell(String guarantee) {
        ids().forEach(id -> {
            var unused = at(id, session -> session.exchange().tell(new Guarantee(guarantee)));
        });
    }

    /** No session is here any more: others take over what is kept of them. */
    public void discardAll() {
        ids().forEach(id -> {
            var unused = discard(id);
        });
    }

    /** Whether a name is given up by a session whose client was never heard of. */
    public Future<Boolean> giveWay(String name) {
        Session holder = desk.byName(name);
        if (holder == null) {
            return Future.succeededFuture(true);
        }
        return on(holder, session -> desk.giveWay(name, session));
    }

    /** What a session hears; nothing when it is not here. */
    public Future<List<String>> addresses(String id) {
        return at(id, List.of(), session -> session.exchange().dealings().addresses());
    }

    /** How often a session has changed its gateway; 0 when it is not here. */
    public long term(String id) {
        Session session = desk.byId(id);
        return session == null ? 0 : session.term();
    }

    /** What is kept of a session elsewhere may be gone: it is kept once more. */
    public Future<Void> keepAgain(String id) {
        return at(id, session -> session.passage().keepAgain());
    }

    public boolean has(String id) {
        return desk.byId(id) != null;
    }

    /** The ids of all sessions here. */
    public List<String> ids() {
        return List.copyOf(desk.all().keySet());
    }

    private interface Action {
        void on(Session session);
    }

    private Future<Void> at(String id, Action action) {
        return at(id, false, session -> {
                    action.on(session);
                    return true;
                })
                .mapEmpty();
    }

    private <T> Future<T> at(String id, T otherwise, Function<Session, T> action) {
        Session session = desk.byId(id);
        return session == null
                ? Future.succeededFuture(otherwise)
                : on(session, s -> s.isEnded() ? otherwise : action.apply(s));
    }

    private static <T> Future<T> on(Session session, Function<Session, T> action) {
        Promise<T> promise = Promise.promise();
        session.loop().executor().execute(() -> {
            try {
                promise.complete(action.apply(session));
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }
}
