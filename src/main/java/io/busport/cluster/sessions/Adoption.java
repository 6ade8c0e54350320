package io.busport.cluster.sessions;

import static io.busport.cluster.sessions.Crossing.texts;

import io.busport.cluster.View;
import io.busport.cluster.sessions.Directory.Entry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what a lost gateway had. Every gateway that is left does its share, and all of them go on together.
 *
 * <pre>
 *   1  everybody has seen the loss, and says nothing new
 *   2  each takes the sessions that fall to it, above all those whose clients wait there: compare-and-set, copy, install
 *   3  routes: everybody sends there what is for them
 *   4  everybody has done its share: on course again; what was uncertain is repeated
 * </pre>
 *
 * <p>Another loss meanwhile starts it anew. Belongs to the loop of {@link Circle}.
 */
final class Adoption {
    private static final Logger log = LoggerFactory.getLogger(Adoption.class);
    private static final long AGAIN_MILLIS = 200;
    private static final int AT_A_TIME = 64;
    private static final String WISHED = "wished";

    private record Waiting(long view, boolean share, Promise<JsonObject> promise) {}

    private final Circle circle;
    private final Recovery recovery;
    private final Course course;
    private final Supplier<Parts> parts;
    private final List<Waiting> waiting = new ArrayList<>();
    private long round;
    private long seen; // the number of the last view that was taken account of
    private boolean shareDone = true;

    Adoption(Circle circle, Recovery recovery, Course course, Supplier<Parts> parts) {
        this.circle = circle;
        this.recovery = recovery;
        this.course = course;
        this.parts = parts;
    }

    /** A view without a loss. */
    void seen(View view) {
        seen = Math.max(seen, view.number());
        tell();
    }

    /** Another gateway waits until this one has seen a view, or has done its share for it. */
    Future<JsonObject> whenSeen(long view, boolean share) {
        Promise<JsonObject> promise = Promise.promise();
        waiting.add(new Waiting(view, share, promise));
        tell();
        return promise.future();
    }

    private void tell() {
        for (Waiting w : List.copyOf(waiting)) {
            if (w.view <= seen && (shareDone || !w.share)) {
                waiting.remove(w);
                w.promise.complete(new JsonObject().put(WISHED, new JsonArray(recovery.wished())));
            }
        }
    }

    /**
     * Something was lost, or may be.
     *
     * @param disturbance its number
     */
    void run(long disturbance, View view) {
        long mine = ++round;
        shareDone = false;
        seen(view);
        if (circle.membership().minority()) {
            return; // the others go on without this gateway; a merge will say what became of its sessions
        }
        Steps steps = new Steps();
        JsonObject number = new JsonObject().put("view", view.number());
        var unused = circle.askOthersUntilAnswered("seen", number)
                .onSuccess(said -> recovery.wishedElsewhere(said.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> texts(e.getValue(), WISHED)))))
                .compose(v -> current(mine))
                .onSuccess(v -> steps.done("seen"))
                .compose(v -> recovery.orphans())
                .onSuccess(v -> steps.done("found"))
                .compose(orphans -> adoptAll(orphans, mine))
                .onSuccess(v -> steps.done("taken"))
                .compose(taken -> recovery.routes(taken).map(taken))
                .onSuccess(v -> steps.done("routes"))
                .compose(taken -> arrivedAll(taken))
                .compose(taken -> current(mine).map(taken))
                .compose(taken -> {
                    shareDone = true;
                    tell();
                    return circle.askOthersUntilAnswered("adopted", number).map(taken);
                })
                .compose(taken -> current(mine).map(taken))
                .onSuccess(v -> steps.done("others"))
                .compose(taken -> recovery.orphans().map(left -> {
                    if (!left.isEmpty()) {
                        throw new IllegalStateException(left.size() + " sessions have no gateway yet");
                    }
                    return taken;
                }))
                .onSuccess(taken -> {
                    if (!taken.isEmpty()) {
                        log.info("Took over {} sessions in {} ms ({})", taken.size(), steps.millis(), steps);
                    }
                    parts.get().moves().askAgain();
                    course.settle(disturbance);
                })
                .onFailure(e -> {
                    if (mine == round) {
                        log.info("Taking over again: {}", e.toString());
                        circle.later(AGAIN_MILLIS, () -> {
                            if (mine == round) {
                                run(disturbance, circle.membership().view());
                            }
                        });
                    }
                });
    }

    private Future<Void> current(long mine) {
        return mine == round ? Future.succeededFuture() : Future.failedFuture("another gateway was lost meanwhile");
    }

    private Future<Set<String>> adoptAll(Map<String, Entry> orphans, long mine) {
        Set<String> taken = new HashSet<>();
        Future<Void> all = Future.succeededFuture();
        List<Map.Entry<String, Entry>> own = orphans.entrySet().stream()
                .filter(e -> recovery.falls(e.getKey()))
                .toList();
        for (int i = 0; i < own.size(); i += AT_A_TIME) {
            List<Map.Entry<String, Entry>> some = own.subList(i, Math.min(own.size(), i + AT_A_TIME));
            all = all.compose(v -> current(mine)).compose(v -> {
                List<Future<Boolean>> parts = new ArrayList<>();
                for (Map.Entry<String, Entry> one : some) {
                    parts.add(recovery.take(one.getKey(), one.getValue()).onSuccess(ours -> {
                        if (ours) {
                            taken.add(one.getKey());
                        }
                    }));
                }
                return Future.all(parts).mapEmpty();
            });
        }
        return all.map(taken);
    }

    private Future<Set<String>> arrivedAll(Set<String> taken) {
        List<Future<Void>> all = new ArrayList<>();
        taken.forEach(session -> all.add(recovery.arrived(session)));
        return Future.all(all).map(taken);
    }
}
