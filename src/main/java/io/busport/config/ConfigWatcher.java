package io.busport.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link Watch}es the sources of a configuration and tells when what they say is different. A configuration that cannot be used changes
 * nothing: the last good one stays.
 *
 * <p>Belongs to the context it is made on, where its listener is called too.
 */
public final class ConfigWatcher {
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

    private final ConfigSource source;
    private final Listener listener;
    private final Watch<Seen> watch;

    private BusportConfig good;
    private String problems = "";

    /** @param first what the sources said at the start, and what holds until they say something else */
    public ConfigWatcher(Vertx vertx, ConfigSource source, BusportConfig first, Listener listener) {
        this.source = source;
        this.listener = listener;
        this.good = first;
        this.watch = new Watch<>(vertx, first.reload().interval(), this::look, this::take);
    }

    /** Begins, unless {@code reload.interval} is zero. */
    public void start() {
        watch.start();
    }

    /** Ends it, as {@link Watch#stop} says. */
    public Future<Void> stop() {
        return watch.stop();
    }

    private Future<Seen> look() {
        return source.read().transform((files, failure) -> Future.succeededFuture(new Seen(files, sayOf(failure))));
    }

    private Future<Void> take(Seen seen) {
        if (seen.files == null) {
            reject(seen.problem);
            return Future.succeededFuture();
        }
        return watch.here(source.parse(seen.files)).transform((config, failure) -> {
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
}
