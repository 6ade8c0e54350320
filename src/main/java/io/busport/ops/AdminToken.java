package io.busport.ops;

import io.busport.config.AdminConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What an operator proves to be one with. A token in a file is read for each action, so that one that was exchanged counts at once. Safe to
 * use from any thread.
 */
public final class AdminToken {
    /** What becomes of somebody who wants to act. */
    enum Verdict {
        RIGHT,
        WRONG,
        /** Nobody may act: no token is configured. */
        OFF,
        /** The file cannot be read, or has no token in it. */
        UNREADABLE
    }

    private static final String SCHEME = "bearer ";

    private final Vertx vertx;
    private final AtomicReference<AdminConfig> config;

    public AdminToken(Vertx vertx, AdminConfig config) {
        this.vertx = vertx;
        this.config = new AtomicReference<>(config);
    }

    /** Another configuration: it holds for the next action. */
    public void replace(AdminConfig next) {
        config.set(next);
    }

    /** Whether anybody may act. */
    boolean isOn() {
        return now().hasToken();
    }

    /** @param authorization the HTTP header, null when there is none */
    Future<Verdict> check(@Nullable String authorization) {
        AdminConfig now = now();
        String file = now.tokenFile();
        if (now.token() != null) {
            return Future.succeededFuture(verdict(authorization, now.token()));
        }
        if (file == null) {
            return Future.succeededFuture(Verdict.OFF);
        }
        return vertx.fileSystem()
                .readFile(file)
                .map(bytes -> {
                    String token = bytes.toString(StandardCharsets.UTF_8).strip();
                    return AdminConfig.isToken(token) ? verdict(authorization, token) : Verdict.UNREADABLE;
                })
                .otherwise(Verdict.UNREADABLE);
    }

    private AdminConfig now() {
        return Objects.requireNonNull(config.get());
    }

    private static Verdict verdict(@Nullable String authorization, String token) {
        String header = authorization == null ? "" : authorization;
        boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String said = bearer ? header.substring(SCHEME.length()).strip() : "";
        return MessageDigest.isEqual(hash(said), hash(token)) ? Verdict.RIGHT : Verdict.WRONG;
    }

    /** Of one length, so that how long a comparison takes says nothing about the length either. */
    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
