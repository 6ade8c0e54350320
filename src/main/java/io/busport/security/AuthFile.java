package io.busport.security;

import io.busport.config.AuthConfig;
import io.busport.config.ConfigException;
import io.busport.config.ConfigProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says which tokens or keys are believed, read again and again. Contents are compared, never times: an update of a mounted
 * Secret exchanges a symbolic link. A change is believed when two looks in a row agree, for a file may be read while it is half written. One
 * that cannot be used changes nothing, and is said once.
 *
 * <p>Belongs to the context it is started on.
 */
public final class AuthFile {
    private static final Logger log = LoggerFactory.getLogger(AuthFile.class);

    private final Vertx vertx;
    private final String path;
    private final Authentication authentication;
    private String known;
    private @Nullable String unconfirmed;
    private String problem = "";
    private Future<?> look = Future.succeededFuture();
    private boolean stopped;

    private AuthFile(Vertx vertx, String path, String content, Authentication authentication) {
        this.vertx = vertx;
        this.path = path;
        this.known = content;
        this.authentication = authentication;
    }

    /**
     * Reads it, and goes on looking. Where there is none, nothing is looked at.
     *
     * @param interval between two looks; zero never looks again
     * @return fails with {@link ConfigException} when it cannot be used
     */
    public static Future<AuthFile> open(Vertx vertx, AuthConfig config, Duration interval) {
        String path = Authentication.fileOf(config);
        if (path == null) {
            return Future.succeededFuture(new AuthFile(vertx, "", "", Authentication.none(config)));
        }
        return read(vertx, path).map(content -> {
            AuthFile file =
                    new AuthFile(vertx, path, content, new Authentication(config, content, System::currentTimeMillis));
            if (!interval.isZero()) {
                file.lookEvery(interval.toMillis());
            }
            return file;
        });
    }

    private static Future<String> read(Vertx vertx, String path) {
        return vertx.fileSystem()
                .readFile(path)
                .map(Object::toString)
                .recover(e -> Future.failedFuture(new ConfigException(List.of(new ConfigProblem(
                        path, "cannot be read", "the file that auth.tokens.file or auth.jwt.keys names")))));
    }

    /** What is believed. */
    public Authentication authentication() {
        return authentication;
    }

    /** Looks no more. Done when no look is under way: one that outlived its Vert.x would find no thread to read with. */
    public Future<?> stop() {
        stopped = true;
        return look.otherwiseEmpty();
    }

    private void lookEvery(long millis) {
        if (!stopped) {
            var unused = vertx.setTimer(
                    millis,
                    id -> look = read(vertx, path)
                            .onSuccess(this::seen)
                            .onFailure(e -> rejected(String.valueOf(e.getMessage())))
                            .onComplete(end -> lookEvery(millis)));
        }
    }

    private void seen(String content) {
        boolean isNews = !content.equals(known);
        boolean isConfirmed = content.equals(unconfirmed);
        unconfirmed = isNews && !isConfirmed ? content : null;
        if (isNews && isConfirmed) {
            known = content;
            take(content);
        } else if (!isNews) {
            problem = ""; // what it says is what is believed
        }
    }

    private void take(String content) {
        try {
            authentication.reload(content);
            problem = "";
            log.info("Authentication reloaded: {}", authentication.summary());
        } catch (ConfigException e) {
            rejected(String.valueOf(e.getMessage()));
        }
    }

    private void rejected(String why) {
        if (!why.equals(problem)) {
            problem = why;
            log.error(
                    "Authentication not reloaded, what was believed before still is: {}",
                    String.join("; ", why.lines().toList()));
        }
    }
}
