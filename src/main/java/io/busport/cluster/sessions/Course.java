package io.busport.cluster.sessions;

import io.busport.routing.Neighbours;
import io.busport.session.Moving;
import io.busport.session.SessionLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether messages of sessions take their course: to where their receivers are, and from there into copies.
 *
 * <pre>
 *   on course   ── a gateway is lost ──► disturbed: nothing new is said, nobody knows what has arrived
 *       ▲                                     │ its sessions are elsewhere
 *       └──── what is uncertain is repeated ◄─┘
 *
 *   on course   ── somebody moves sessions ──► held: nothing new is said to them or by them, everything has arrived ── released ──► on course
 * </pre>
 *
 * <p>{@link #stamp} may be asked on any thread; the rest belongs to the loop of {@link Circle}.
 */
final class Course {
    private static final Logger log = LoggerFactory.getLogger(Course.class);

    private final Supplier<List<SessionLoop>> loops;
    private final Supplier<Future<Void>> repeat;
    private final Consumer<Runnable> later;
    private final AtomicLong disturbances = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    /** Who has asked to wait, and which gateway that is. */
    private final Map<String, String> holds = new HashMap<>();

    private @Nullable Future<Void> opening; // while what is uncertain is repeated
    private long opened; // the last disturbance after which everything went on
    private boolean troubled;

    /**
     * @param repeat says again what is uncertain; fails when something stays so
     * @param later runs a task some time later, for what has to be tried again
     */
    Course(Supplier<List<SessionLoop>> loops, Supplier<Future<Void>> repeat, Consumer<Runnable> later) {
        this.loops = loops;
        this.repeat = repeat;
        this.later = later;
    }

    /** As {@link Neighbours#stamp()}. */
    long stamp() {
        long now = disturbances.get();
        return settled.get() == now ? now : Neighbours.UNKNOWN;
    }

    /** From this moment on nobody knows what arrives; may be called on any thread. Returns the number of the disturbance. */
    long disturb() {
        long number = disturbances.incrementAndGet();
        loops.get().forEach(loop -> loop.executor().execute(loop::hold));
        return number;
    }

    boolean isDisturbed() {
        return stamp() == Neighbours.UNKNOWN;
    }

    /**
     * Everybody's sessions are somewhere.
     *
     * @param disturbance the last one that this takes account of
     */
    void settle(long disturbance) {
        if (disturbances.get() == disturbance) {
            settled.set(disturbance);
            open();
        }
    }

    /** Nothing new is said that concerns these, until {@link #release}. @return done when that is so on every loop */
    Future<Void> hold(String id, String by, Moving these) {
        holds.put(id, by);
        List<Future<Void>> all = new ArrayList<>();
        for (SessionLoop loop : loops.get()) {
            Promise<Void> promise = Promise.promise();
            loop.executor().execute(() -> {
                loop.hold(id, these);
                promise.complete();
            });
            all.add(promise.future());
        }
        // What is being repeated has to arrive where its receivers are now.
        Future<Void> repeated = opening == null ? Future.succeededFuture() : opening;
        return Future.all(all).compose(v -> repeated);
    }

    /** They are where they belong. Whether it was held for this. */
    boolean release(String id) {
        boolean held = holds.remove(id) != null;
        if (held) {
            loops.get().forEach(loop -> loop.executor().execute(() -> loop.release(id)));
            open();
        }
        return held;
    }

    /** What a gateway has asked for that is gone is not waited for. */
    void forget(String node) {
        List.copyOf(holds.entrySet()).forEach(held -> {
            if (held.getValue().equals(node)) {
                boolean unused = release(held.getKey());
            }
        });
    }

    private void open() {
        long number = disturbances.get();
        // What is repeated must not be said while its receivers move.
        if (opening != null || opened == number || !holds.isEmpty() || isDisturbed()) {
            return;
        }
        Future<Void> repeated = repeat.get();
        opening = repeated.otherwiseEmpty();
        var unused = repeated.onComplete((v, failure) -> {
            opening = null;
            if (disturbances.get() != number) {
                open(); // what was lost since has to be repeated, too, if that is settled already
            } else if (failure != null) {
                if (!troubled) {
                    troubled = true;
                    log.warn(
                            "What is uncertain could not be said again, and everything waits for it: {}",
                            failure.toString());
                }
                later.accept(this::open); // anything new would overtake it
            } else {
                troubled = false;
                opened = number;
                loops.get()
                        .forEach(loop -> loop.executor().execute(() -> {
                            if (!isDisturbed()) {
                                loop.goOn();
                            }
                        }));
            }
        });
    }
}
