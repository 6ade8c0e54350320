package io.busport.cluster.sessions;

import static io.busport.cluster.sessions.Crossing.texts;

import io.busport.cluster.sessions.Directory.Entry;
import io.busport.session.Gateways.Found;
import io.busport.session.SessionLoop;
import io.busport.session.SessionSnapshot;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Resume;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings sessions here from gateways that live.
 *
 * <pre>
 *   1  heard    their owners say what they hear
 *   2  hold     nobody says anything new to them, nor they to anybody, and what was said has arrived
 *   3  leave    the owner checks whether it is its client who asks, and gives a snapshot
 *   4  take     compare-and-set in the directory: it is ours
 *   5  install  put together, its addresses heard; routes   everybody sends there what is for them
 *   6  tail     what still came to the owner meanwhile; from now on nothing of it is there
 *   7  release  everybody goes on
 * </pre>
 *
 * <p>Those that are asked for in one turn, or while as many such rounds are under way as there may be, share one. Belongs to the loop of
 * {@link Circle}.
 */
final class Relocation {
    private static final Logger log = LoggerFactory.getLogger(Relocation.class);
    /** Sessions in one round: more would make those who talk with them wait for too long. */
    private static final int MOST = 200;
    /** Rounds at a time: each asks every gateway a few times, and a herd is quicker in large ones. */
    private static final int ROUNDS = 4;
    /** Some wait while a round is under way: one that takes so long has failed. */
    private static final long ROUND_SECONDS = 8;

    /**
     * One session that is wanted.
     *
     * @param resume of its client, with which it is wanted; null: its own gateway sends it
     * @param from the gateway that sends it; null: wherever it is
     */
    private record Wanted(
            String session,
            @Nullable Resume resume,
            String principal,
            @Nullable String from,
            SessionLoop home,
            Promise<Found> promise) {}

    private record Arriving(Wanted wanted, Entry before, Entry now, SessionSnapshot snapshot) {}

    private final Circle circle;
    private final Directory directory;
    private final Recovery recovery;
    private final Supplier<Parts> parts;
    private final Movements movements;
    private final List<Wanted> next = new ArrayList<>();
    /** Sessions that a round is under way for. */
    private final Set<String> busy = new HashSet<>();

    private boolean starting;
    private int running;
    private long rounds;

    Relocation(Circle circle, Directory directory, Recovery recovery, Supplier<Parts> parts, Movements movements) {
        this.movements = movements;
        this.circle = circle;
        this.directory = directory;
        this.recovery = recovery;
        this.parts = parts;
    }

    /** Brings a session whose client is here. */
    Future<Found> bring(String session, Resume resume, String principal, SessionLoop home) {
        return bring(new Wanted(session, resume, principal, null, home, Promise.promise()));
    }

    /** Takes a session that its gateway gives away; it stays where it is when it has left there meanwhile. */
    Future<Found> take(String session, String from, SessionLoop home) {
        return bring(new Wanted(session, null, "", from, home, Promise.promise()));
    }

    private Future<Found> bring(Wanted wanted) {
        next.add(wanted);
        if (!starting) {
            starting = true;
            circle.run(this::start);
        }
        return wanted.promise.future();
    }

    private void start() {
        starting = false;
        while (running < ROUNDS) {
            List<Wanted> these = next.stream()
                    .filter(w -> !busy.contains(w.session))
                    .limit(MOST)
                    .toList();
            if (these.isEmpty()) {
                return;
            }
            next.removeAll(these);
            run(these);
        }
    }

    private void run(List<Wanted> these) {
        running++;
        these.forEach(w -> busy.add(w.session));
        String id = circle.self() + "#" + ++rounds;
        Steps steps = new Steps();
        var unused = round(id, these, steps)
                .timeout(ROUND_SECONDS, TimeUnit.SECONDS)
                .onSuccess(v -> tell(these, steps))
                .onFailure(e -> {
                    log.info("Sessions cannot come here now: {}", e.toString());
                    these.forEach(w -> refuse(w, "the session cannot come to this gateway now: " + e.getMessage()));
                })
                .onComplete(done -> circle.askAllUntilAnswered("release", new JsonObject().put("id", id))
                        .onComplete(all -> {
                            running--;
                            these.forEach(w -> busy.remove(w.session));
                            start();
                        }));
    }

    private static void tell(List<Wanted> these, Steps steps) {
        List<String> here = these.stream()
                .filter(w -> w.promise.future().succeeded()
                        && w.promise.future().result().here())
                .map(Wanted::session)
                .filter(session -> !Rehearsal.isSession(session))
                .toList();
        if (!here.isEmpty()) {
            log.info("Brought here: {} sessions in {} ms ({})", here.size(), steps.millis(), steps);
        }
    }

    private static void refuse(Wanted w, String why) {
        boolean unused = w.promise.tryComplete(Found.refused(Frame.Err.of(FailCode.TRY_LATER, why)));
    }

    private Future<Void> round(String id, List<Wanted> these, Steps steps) {
        return heard(these).compose(addresses -> {
            steps.done("heard");
            JsonObject hold = new JsonObject()
                    .put("id", id)
                    .put("by", circle.self())
                    .put(
                            "sessions",
                            new JsonArray(these.stream().map(Wanted::session).toList()))
                    .put("addresses", new JsonArray(List.copyOf(addresses)));
            return circle.askAll("hold", hold).compose(v -> {
                steps.done("held");
                List<Future<@Nullable Arriving>> all = new ArrayList<>();
                these.forEach(w -> all.add(take(w, addresses)));
                return Future.join(all).transform(x -> {
                    List<Arriving> arriving = new ArrayList<>();
                    all.forEach(f -> {
                        Arriving one = f.succeeded() ? f.result() : null;
                        if (one != null) {
                            arriving.add(one);
                        }
                    });
                    steps.done("taken");
                    return settle(arriving, steps);
                });
            });
        });
    }

    /** What they hear, as their owners know. */
    private Future<Set<String>> heard(List<Wanted> these) {
        Map<String, JsonArray> byOwner = new HashMap<>();
        List<Future<@Nullable Entry>> entries = new ArrayList<>();
        these.forEach(w -> entries.add(circle.here(directory.get(w.session)).onSuccess(entry -> {
            if (entry != null && !entry.owner().equals(circle.self())) {
                byOwner.computeIfAbsent(entry.owner(), o -> new JsonArray()).add(w.session);
            }
        })));
        return Future.all(entries).compose(v -> {
            List<Future<JsonObject>> all = new ArrayList<>();
            byOwner.forEach(
                    (owner, some) -> all.add(circle.ask(owner, "heard", new JsonObject().put("sessions", some))));
            return Future.all(all).map(done -> {
                Set<String> addresses = new TreeSet<>();
                all.forEach(f -> addresses.addAll(texts(f.result(), "addresses")));
                return addresses;
            });
        });
    }

    /** @return null when it is not ours to take; then whoever wants it knows */
    private Future<@Nullable Arriving> take(Wanted w, Set<String> held) {
        return circle.here(directory.get(w.session))
                .compose(entry -> {
                    if (entry == null) {
                        w.promise.tryComplete(Found.NOWHERE);
                        return Future.<@Nullable Arriving>succeededFuture(null);
                    }
                    if (entry.owner().equals(circle.self())) {
                        w.promise.tryComplete(Found.HERE);
                        return Future.<@Nullable Arriving>succeededFuture(null);
                    }
                    if (w.from != null && !entry.owner().equals(w.from)) {
                        w.promise.tryComplete(Found.NOWHERE); // its client was faster, and has it elsewhere
                        return Future.<@Nullable Arriving>succeededFuture(null);
                    }
                    return circle.ask(entry.owner(), "leave", leave(w)).compose(answer -> left(w, held, entry, answer));
                })
                .onFailure(e -> refuse(w, "the session's gateway does not answer: " + e.getMessage()));
    }

    private Future<@Nullable Arriving> left(Wanted w, Set<String> held, Entry entry, JsonObject answer) {
        if (answer.containsKey("refused")) {
            w.promise.tryComplete(
                    Found.refused(Frame.Err.of(FailCode.ofWord(answer.getString("refused")), answer.getString("why"))));
            return Future.succeededFuture(null);
        }
        byte[] bytes = answer.getBinary("snapshot");
        if (bytes == null) {
            // Its owner has just ended it, or has it no more: what is kept of it decides.
            return recovery.recover(w.session, entry).map(found -> {
                w.promise.tryComplete(found ? Found.HERE : Found.NOWHERE);
                return null;
            });
        }
        Entry mine = entry.takenBy(circle.self());
        SessionSnapshot snapshot = SnapshotBytes.read(bytes).snapshot().inTerm(mine.term());
        if (!held.containsAll(snapshot.addresses())) {
            refuse(w, "the session has just begun to hear another address");
            return circle.ask(entry.owner(), "stay", new JsonObject().put("session", w.session))
                    .map(v -> null);
        }
        return circle.here(directory.replace(w.session, entry, mine)).compose(ours -> {
            if (!ours) {
                refuse(w, "another gateway has just taken the session");
                return Future.<@Nullable Arriving>succeededFuture(null);
            }
            return circle.here(parts.get().moves().install(w.home, snapshot, false))
                    .map(v -> new Arriving(w, entry, mine, snapshot));
        });
    }

    private static JsonObject leave(Wanted w) {
        JsonObject o = new JsonObject().put("session", w.session).put("principal", w.principal);
        Resume r = w.resume;
        return r == null
                ? o
                : o.put("epoch", r.epoch())
                        .put("counter", r.counter())
                        .put("received", r.received())
                        .put("floor", r.floor())
                        .put("proof", r.proof())
                        .put("cause", r.cause());
    }

    static @Nullable Resume resumeOf(JsonObject o) {
        return o.getString("proof") == null
                ? null
                : new Resume(
                        o.getString("session"),
                        o.getLong("epoch"),
                        o.getLong("counter"),
                        o.getLong("received"),
                        o.getLong("floor"),
                        o.getString("proof"),
                        o.getString("cause"));
    }

    private Future<Void> settle(List<Arriving> arriving, Steps steps) {
        if (arriving.isEmpty()) {
            return Future.succeededFuture();
        }
        Set<String> addresses = new TreeSet<>();
        arriving.forEach(a -> addresses.addAll(a.snapshot.addresses()));
        return circle.askAllUntilAnswered(
                        "routes", new JsonObject().put("addresses", new JsonArray(List.copyOf(addresses))))
                .compose(v -> {
                    steps.done("routes");
                    List<Future<Void>> all = new ArrayList<>();
                    arriving.forEach(a -> all.add(tail(a)));
                    return Future.join(all).<Void>mapEmpty();
                })
                .onSuccess(v -> steps.done("tails"));
    }

    private Future<Void> tail(Arriving a) {
        String session = a.wanted.session;
        JsonObject since = new JsonObject().put("session", session).put("after", a.snapshot.last());
        return circle.ask(a.before.owner(), "tail", since)
                // The owner has died at the last moment: what came to it since is lost with it.
                .otherwise(new JsonObject())
                .compose(answer -> arrived(a, answer.getBinary("snapshot")))
                .onSuccess(v -> {
                    a.wanted.promise.tryComplete(Found.HERE);
                    movements.bringOne(session);
                    recovery.keepOwn(session, a.now, a.before.term());
                });
    }

    private Future<Void> arrived(Arriving a, byte @Nullable [] tail) {
        return parts.get()
                .moves()
                .arrived(
                        a.wanted.session,
                        tail == null ? null : SnapshotBytes.read(tail).snapshot(),
                        0);
    }
}
