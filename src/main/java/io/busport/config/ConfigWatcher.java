package io.busport.config;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the sources of a configuration again and again and tells when what they say is different. A configuration that cannot be used
 * changes nothing: the last good one stays.
 *
 * <p>It compares contents, never file times: an update of a mounted ConfigMap exchanges a symbolic link and may keep them. A change is
 * believed when two looks in a row agree, because a file may be read while it is half written, and half a file may be a valid one.
 *
 * <p>Belongs to the context it is made on, where its listener is called too. One look at a time.
 */
public final class ConfigWatcher {
    private static final Logger log = LoggerFactory.getLogger(ConfigWatcher.class);

    /** Between the first sight of a change and the look that confirms it. */
    private static final Duration SETTLE = Duration.ofMillis(100);

    /** Hears of each change once. */
    public interface Listener {
        void changed(BusportConfig before, BusportConfig now);

        /** What the sources say now cannot be used. */
        void rejected(String problems);

        /** What they say can be used again; {@link #changed} follows when it is not what it was before. */
        void recovered();
    }

    /** What a look at the files showed: what they say, or why they cannot be read. */
    private record Seen(@Nullable List<YamlFile> files, String problem) {}

    private final Vertx vertx;
    private final Context context;
    private final Duration interval;
    private final ConfigSource source;
    private final Listener listener;

    private BusportConfig good;
    private String problems = "";
    private @Nullable Seen known;
    private @Nullable Seen unconfirmed;
    private Future<Void> look = Future.succeededFuture();
    private long timer = -1;
    private boolean stopped;

    /** @param first what the sources said at the start, and what holds until they say something else */
    public ConfigWatcher(Vertx vertx, ConfigSource source, BusportConfig first, Listener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.interval = first.reload().interval();
        this.source = source;
        this.listener = listener;
        this.good = first;
    }

    /** Begins, unless {@code reload.interval} is zero. */
    public void start() {
        if (!interval.isZero()) {
            lookAfter(interval);
        }
    }

    /** Ends it. Done when no look is under way any more: one that outlived its Vert.x would find no thread to read with. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return look.otherwiseEmpty();
    }

    private void lookAfter(Duration pause) {
        timer = vertx.setTimer(
                pause.toMillis(),
                id -> look = here(source.read())
                        .transform((files, failure) -> take(new Seen(files, sayOf(failure))))
                        .onFailure(e -> log.error("A change of the configuration could not be taken over", e))
                        .onComplete(end -> lookAgain()));
    }

    private void lookAgain() {
        if (!stopped) {
            lookAfter(unconfirmed != null && SETTLE.compareTo(interval) < 0 ? SETTLE : interval);
        }
    }

    private Future<Void> take(Seen seen) {
        boolean isNews = !seen.equals(known);
        boolean isConfirmed = seen.equals(unconfirmed);
        unconfirmed = isNews && !isConfirmed ? seen : null;
        if (stopped || !isNews || !isConfirmed) {
            return Future.succeededFuture();
        }
        known = seen;
        if (seen.files == null) {
            reject(seen.problem);
            return Future.succeededFuture();
        }
        return here(source.parse(seen.files)).transform((config, failure) -> {
            if (config == null) {
                reject(sayOf(failure));
            } else {
                accept(config);
            }
            return Future.succeededFuture();
        });
    }

    private void reject(String why) {
        if (!why.equals(problems)) {
            problems = why;
            listener.rejected(why);
        }
    }

    private void accept(BusportConfig config) {
        if (!problems.isEmpty()) {
            problems = "";
            listener.recovered();
        }
        if (!config.equals(good)) {
            BusportConfig before = good;
            good = config;
            listener.changed(before, config);
        }
    }

    private static String sayOf(@Nullable Throwable failure) {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    private <T> Future<T> here(Future<T> future) {
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(v -> promise.handle(result)));
        return promise.future();
    }
}
