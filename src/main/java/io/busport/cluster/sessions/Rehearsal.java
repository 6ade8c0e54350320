package io.busport.cluster.sessions;

import io.busport.cluster.sessions.Directory.Entry;
import io.busport.session.ResumeSecret;
import io.busport.session.SessionMoves;
import io.busport.session.SessionSnapshot;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Window;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before a gateway takes clients, a session of nobody's goes to each of the others in turn and back, and is put together of its copy.
 *
 * <pre>
 *   here ── given, as in a drain ─► another ── fetched, as for a client ─► here ── forgotten, as in a crash ─► of its copy, here
 * </pre>
 *
 * <p>A JVM runs code slowly for the first few times, and each gateway leaves once: without this the clients of a rolling update would pay for
 * every first time (a move took 1000 to 1500 ms then, and 100 to 400 ms later, on two processors). And a gateway that cannot move sessions
 * says so when it starts, not when it leaves. Belongs to the loop of {@link Circle}.
 */
final class Rehearsal {
    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
    private static final String PREFIX = "rehearsal-";
    private static final int TRIPS = 8;
    /** Of one step that did not work. */
    private static final int TRIES = 8;

    private static final long PAUSE_MILLIS = 50;
    /** It is as quick as it gets. */
    private static final long QUICK_MILLIS = 50;
    /** A start that waits for longer does more harm than a slow move. */
    private static final Duration MOST = Duration.ofSeconds(5);
    /** Whoever has it when this gateway is gone lets it go. */
    private static final Duration EXPIRY = MOST.multipliedBy(2);

    private final Vertx vertx;
    private final Circle circle;
    private final Directory directory;
    private final CopyTable table;
    private final Recovery recovery;
    private final Relocation relocation;
    private final Parts parts;
    private final String session;
    private final String address;
    private final List<Long> millis = new ArrayList<>();

    Rehearsal(
            Vertx vertx,
            Circle circle,
            Directory directory,
            CopyTable table,
            Recovery recovery,
            Relocation relocation,
            Parts parts) {
        this.vertx = vertx;
        this.circle = circle;
        this.directory = directory;
        this.table = table;
        this.recovery = recovery;
        this.relocation = relocation;
        this.parts = parts;
        this.session = PREFIX + circle.self();
        this.address = "busport." + session;
    }

    /** Whether this session is nobody's. */
    static boolean isSession(String session) {
        return session.startsWith(PREFIX);
    }

    /** Never fails: a gateway that could not rehearse takes clients, too. */
    Future<Void> run() {
        return circle.here(Future.succeededFuture()).compose(v -> {
            List<String> others = circle.othersStaying();
            return others.isEmpty() ? Future.succeededFuture() : run(others);
        });
    }

    private Future<Void> run(List<String> others) {
        long began = System.nanoTime();
        return open().compose(v -> trips(others, began + MOST.toNanos()))
                .timeout(MOST.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(v -> log.info(
                        "Rehearsed moving a session {} times in {} ms: the first took {} ms, the last {} ms",
                        millis.size(),
                        (System.nanoTime() - began) / 1_000_000,
                        millis.get(0),
                        millis.get(millis.size() - 1)))
                .onFailure(e -> log.warn("Rehearsed moving a session, and it failed: {}", e.toString()))
                .transform(done -> close())
                .otherwiseEmpty();
    }

    private Future<Void> open() {
        long now = System.currentTimeMillis();
        SessionSnapshot snapshot = new SessionSnapshot(
                session,
                null,
                "",
                List.of(),
                1,
                0,
                1,
                0,
                ResumeSecret.stored(ResumeSecret.random()),
                null,
                true,
                false,
                EXPIRY.toMillis(),
                now,
                Window.DEFAULT,
                0,
                List.of(),
                0,
                0,
                List.of(),
                List.of(address),
                List.of(),
                List.of(),
                List.of(),
                "");
        return circle.here(directory.put(session, new Entry(circle.self(), 1, 1)))
                .compose(v -> circle.here(moves().install(recovery.nextLoop(), snapshot, false)))
                .compose(v -> circle.here(moves().arrived(session, null, 0)));
    }

    private Future<Void> trips(List<String> others, long until) {
        long began = System.nanoTime();
        return trip(others.get(millis.size() % others.size())).compose(v -> {
            long took = (System.nanoTime() - began) / 1_000_000;
            millis.add(took);
            boolean enough = took <= QUICK_MILLIS && millis.size() >= others.size();
            return enough || millis.size() >= TRIPS || System.nanoTime() > until
                    ? Future.succeededFuture()
                    : trips(others, until);
        });
    }

    private Future<Void> trip(String other) {
        say();
        return give(other).compose(v -> fetch(other, TRIES)).compose(v -> loseAndRecover());
    }

    /** Another gateway that joins or leaves at the same moment may be in the way. */
    private Future<Void> fetch(String other, int tries) {
        return relocation.take(session, other, recovery.nextLoop()).compose(found -> {
            if (found.here()) {
                return Future.succeededFuture();
            }
            Frame.Err refusal = found.refusal();
            return tries == 1
                    ? Future.failedFuture(
                            "it is not back from " + other + ": " + (refusal == null ? "nowhere" : refusal.message()))
                    : pause().compose(v -> fetch(other, tries - 1));
        });
    }

    private Future<Void> give(String other) {
        JsonObject it = new JsonObject().put("sessions", new JsonArray().add(session));
        return circle.ask(other, "take", it.put("from", circle.self())).mapEmpty();
    }

    private Future<Void> loseAndRecover() {
        say();
        return circle.here(parts.settled())
                .compose(v -> circle.here(moves().discard(session)))
                .compose(v -> recovery.orphans())
                .compose(v -> recover(TRIES))
                .compose(here -> expect(here, "it was not found again"));
    }

    /** Its entry may change at the same moment, when copies of its last term are there. */
    private Future<Boolean> recover(int tries) {
        return circle.here(directory.get(session))
                .compose(entry -> entry == null ? Future.succeededFuture(false) : recovery.recover(session, entry))
                .compose(here ->
                        here || tries == 1 ? Future.succeededFuture(here) : pause().compose(v -> recover(tries - 1)));
    }

    private Future<Void> pause() {
        return circle.here(vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS)).mapEmpty();
    }

    /** It hears something: its copies change, and there is something to carry. */
    private void say() {
        var unused = vertx.eventBus().publish(address, "rehearsal");
    }

    private static Future<Void> expect(boolean is, String otherwise) {
        return is ? Future.succeededFuture() : Future.failedFuture(otherwise);
    }

    /** What is being written of it is written first, or it would be written behind what is removed here. */
    private Future<Void> close() {
        return circle.here(parts.settled())
                .compose(v -> circle.here(moves().discard(session)))
                .compose(v -> circle.here(directory.get(session)))
                .compose(entry -> entry == null
                        ? Future.succeededFuture()
                        : circle.here(directory.remove(session, circle.self()))
                                .compose(v -> table.forget(session, entry.term()))
                                .compose(v -> table.forget(session, entry.copies())));
    }

    private SessionMoves moves() {
        return parts.moves();
    }
}
