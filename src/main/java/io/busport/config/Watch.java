package io.busport.config;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at something outside again and again, and tells when it is different.
 *
 * <p>It compares contents, never file times: an update of a mounted ConfigMap or Secret exchanges a symbolic link and may keep them. A
 * change is believed when two looks in a row agree, because a file may be read while it is half written, half a file may be a valid one,
 * and of two files that belong together one is written first.
 *
 * <p>Belongs to the context it is made on, where it tells. One look at a time.
 *
 * @param <T> what a look shows; compared by {@code equals}
 */
public final class Watch<T> {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    /** Between the first sight of a change and the look that confirms it. */
    private static final Duration SETTLE = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Context context;
    private final Duration interval;
    private final Supplier<Future<T>> look;
    private final Function<T, Future<Void>> onChange;

    private @Nullable T known;
    private @Nullable T unconfirmed;
    private Future<Void> looking = Future.succeededFuture();
    private long timer = -1;
    private boolean stopped;

    /**
     * @param interval between two looks; zero never looks
     * @param look from any thread; a look that fails shows nothing
     * @param onChange told what is seen for the first time, and then of each change; the next look waits until it is done
     */
    public Watch(Vertx vertx, Duration interval, Supplier<Future<T>> look, Function<T, Future<Void>> onChange) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.interval = interval;
        this.look = look;
        this.onChange = onChange;
    }

    public void start() {
        if (!interval.isZero()) {
            lookAfter(interval);
        }
    }

    /** Ends it. Done when no look is under way any more: one that outlived its Vert.x would find no thread to read with. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return looking.otherwiseEmpty();
    }

    private void lookAfter(Duration pause) {
        timer = vertx.setTimer(
                pause.toMillis(),
                id -> looking = here(look.get())
                        .compose(this::take)
                        .onFailure(e -> log.error("A change could not be taken over", e))
                        .onComplete(end -> lookAgain()));
    }

    private void lookAgain() {
        if (!stopped) {
            lookAfter(unconfirmed != null && SETTLE.compareTo(interval) < 0 ? SETTLE : interval);
        }
    }

    private Future<Void> take(T seen) {
        boolean isNews = !seen.equals(known);
        boolean isConfirmed = seen.equals(unconfirmed);
        unconfirmed = isNews && !isConfirmed ? seen : null;
        if (stopped || !isNews || !isConfirmed) {
            return Future.succeededFuture();
        }
        known = seen;
        return here(onChange.apply(seen));
    }

    /** The same future, on the watch's context. */
    <R> Future<R> here(Future<R> future) {
        Promise<R> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(v -> promise.handle(result)));
        return promise.future();
    }
}
