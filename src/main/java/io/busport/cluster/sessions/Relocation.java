package io.busport.cluster.sessions;

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
import java.util.List;
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
 *   1  hold     everybody stops saying new things, and what was said has arrived
 *   2  leave    the owner checks whether it is its client who asks, and gives a snapshot
 *   3  take     compare-and-set in the directory: it is ours
 *   4  install  put together, its addresses heard; routes   everybody sends there what is for them
 *   5  tail     what still came to the owner meanwhile; from now on nothing of it is there
 *   6  release  everybody goes on
 * </pre>
 *
 * <p>Those that are asked for while one such round is under way share the next. Belongs to the loop of {@link Circle}.
 */
final class Relocation {
    private static final Logger log = LoggerFactory.getLogger(Relocation.class);
    /** Sessions in one round: more would make all others wait for too long. */
    private static final int MOST = 200;
    /** Everybody waits while a round is under way: one that takes so long has failed. */
    private static final long ROUND_SECONDS = 8;

    /** One session that is wanted. {@code resume} is null when its own gateway sends it. */
    private record Wanted(
            String session, @Nullable Resume resume, String principal, SessionLoop home, Promise<Found> promise) {}

    private record Arriving(Wanted wanted, Entry before, Entry now, SessionSnapshot snapshot) {}

    private final Circle circle;
    private final Directory directory;
    private final Recovery recovery;
    private final Supplier<Parts> parts;
    private final Movements movements;
    private List<Wanted> next = new ArrayList<>();
    private boolean running;
    private long rounds;

    Relocation(Circle circle, Directory directory, Recovery recovery, Supplier<Parts> parts, Movements movements) {
        this.movements = movements;
        this.circle = circle;
        this.directory = directory;
        this.recovery = recovery;
        this.parts = parts;
    }

    Future<Found> bring(String session, @Nullable Resume resume, String principal, SessionLoop home) {
        Promise<Found> promise = Promise.promise();
        next.add(new Wanted(session, resume, principal, home, promise));
        run();
        return promise.future();
    }

    private void run() {
        if (running || next.isEmpty()) {
            return;
        }
        running = true;
        List<Wanted> these = new ArrayList<>(next.subList(0, Math.min(MOST, next.size())));
        next = new ArrayList<>(next.subList(these.size(), next.size()));
        String id = circle.self() + "#" + ++rounds;
        long began = System.nanoTime();
        var unused = round(id, these)
                .timeout(ROUND_SECONDS, TimeUnit.SECONDS)
                .onSuccess(v -> log.info(
                        "Brought here: {} sessions in {} ms",
                        these.stream()
                                .filter(w -> w.promise.future().succeeded()
                                        && w.promise.future().result().here())
                                .count(),
                        (System.nanoTime() - began) / 1_000_000))
                .onFailure(e -> {
                    log.info("Sessions cannot come here now: {}", e.toString());
                    these.forEach(w -> w.promise.tryComplete(Found.refused(Frame.Err.of(
                            FailCode.TRY_LATER, "the session cannot come to this gateway now: " + e.getMessage()))));
                })
                .onComplete(done -> {
                    circle.askAllUntilAnswered("release", new JsonObject().put("id", id))
                            .onComplete(all -> {
                                running = false;
                                run();
                            });
                });
    }

    private Future<Void> round(String id, List<Wanted> these) {
        JsonObject hold = new JsonObject().put("id", id).put("by", circle.self());
        return circle.askAll("hold", hold).compose(v -> {
            List<Future<@Nullable Arriving>> all = new ArrayList<>();
            these.forEach(w -> all.add(take(w)));
            return Future.join(all).transform(x -> {
                List<Arriving> arriving = new ArrayList<>();
                all.forEach(f -> {
                    Arriving one = f.succeeded() ? f.result() : null;
                    if (one != null) {
                        arriving.add(one);
                    }
                });
                return settle(arriving);
            });
        });
    }

    /** @return null when it is not ours to take; then whoever wants it knows */
    private Future<@Nullable Arriving> take(Wanted w) {
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
                    return circle.ask(entry.owner(), "leave", leave(w)).compose(answer -> left(w, entry, answer));
                })
                .onFailure(e -> w.promise.tryComplete(Found.refused(
                        Frame.Err.of(FailCode.TRY_LATER, "the session's gateway does not answer: " + e.getMessage()))));
    }

    private Future<@Nullable Arriving> left(Wanted w, Entry entry, JsonObject answer) {
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
        return circle.here(directory.replace(w.session, entry, mine)).compose(ours -> {
            if (!ours) {
                w.promise.tryComplete(
                        Found.refused(Frame.Err.of(FailCode.TRY_LATER, "another gateway has just taken the session")));
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

    private Future<Void> settle(List<Arriving> arriving) {
        if (arriving.isEmpty()) {
            return Future.succeededFuture();
        }
        Set<String> addresses = new TreeSet<>();
        arriving.forEach(a -> addresses.addAll(a.snapshot.addresses()));
        return circle.askAllUntilAnswered(
                        "routes", new JsonObject().put("addresses", new JsonArray(List.copyOf(addresses))))
                .compose(v -> {
                    List<Future<Void>> all = new ArrayList<>();
                    arriving.forEach(a -> all.add(tail(a)));
                    return Future.join(all).<Void>mapEmpty();
                });
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
                    movements.bringOne();
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
