package io.busport.security.tls;

import io.busport.config.TlsConfig;
import io.busport.config.Watch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS that holds now. Files and configuration are looked at again and again; connections that are made after a change see the new
 * certificates, those that stand keep what they began with. What cannot be used changes nothing, and is said once.
 */
public final class LiveTls {
    private static final Logger log = LoggerFactory.getLogger(LiveTls.class);

    /** Everything that a {@link ServerTls} is made of. */
    private record Seen(TlsConfig config, PemFiles files) {}

    private final Vertx vertx;
    private final AtomicReference<@Nullable ServerTls> current = new AtomicReference<>();
    private final AtomicReference<TlsConfig> config;
    private final Watch<Seen> watch;
    private String problem = "";
    private Seen good;

    private LiveTls(Vertx vertx, Duration interval, Seen first) {
        this.vertx = vertx;
        this.good = first;
        this.config = new AtomicReference<>(first.config);
        this.watch = new Watch<>(vertx, interval, this::look, this::take);
    }

    /**
     * @param interval between two looks; zero never looks
     * @return fails with {@link TlsException} when the files cannot be used
     */
    public static Future<LiveTls> start(Vertx vertx, TlsConfig config, Duration interval) {
        return PemFiles.read(vertx, config.isOn() ? config.files() : List.of())
                .map(files -> new LiveTls(vertx, interval, new Seen(config, files)))
                .compose(live -> live.make(live.good).map(made -> {
                    live.use(made, "TLS ");
                    live.watch.start();
                    return live;
                }));
    }

    public Future<Void> stop() {
        return watch.stop();
    }

    /** Null when it is off. From any thread. */
    public @Nullable ServerTls current() {
        return current.get();
    }

    /** What is asked for is different from now on; it is taken over with the next look, if it can be. */
    public void configure(TlsConfig next) {
        config.set(next);
    }

    private Future<Seen> look() {
        TlsConfig asked = Objects.requireNonNull(config.get());
        return PemFiles.read(vertx, asked.isOn() ? asked.files() : List.of()).map(files -> new Seen(asked, files));
    }

    private Future<Void> take(Seen seen) {
        if (seen.equals(good)) {
            recover();
            return Future.succeededFuture();
        }
        return make(seen).transform((made, failure) -> {
            if (made == null) {
                reject(failure == null ? "" : String.valueOf(failure.getMessage()));
            } else {
                recover();
                good = seen;
                use(made, "TLS reloaded: ");
            }
            return Future.succeededFuture();
        });
    }

    private void reject(String why) {
        if (!why.equals(problem)) {
            problem = why;
            log.error("Certificates rejected, the last good ones stay: {}", why);
        }
    }

    private void recover() {
        if (!problem.isEmpty()) {
            problem = "";
            log.info("Certificates are good again");
        }
    }

    /** A {@link ServerTls}, or none on purpose. */
    private record Made(@Nullable ServerTls tls) {}

    private Future<Made> make(Seen seen) {
        return seen.config.isOn()
                ? vertx.executeBlocking(() -> new Made(ServerTls.of(vertx, seen.config, seen.files)), false)
                : Future.succeededFuture(new Made(null));
    }

    private void use(Made made, String what) {
        ServerTls before = current.getAndSet(made.tls);
        if (made.tls != null) {
            log.info("{}{}", what, made.tls.summary());
            String ending = made.tls.endingSoon();
            if (!ending.isEmpty()) {
                log.warn("Certificates end soon or have ended: {}", ending);
            }
        } else if (before != null) {
            log.info("{}off", what);
        }
    }
}
