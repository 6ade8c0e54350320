package io.busport.ops;

import io.busport.config.AdminConfig;
import io.busport.connection.ConnectionInfo;
import io.busport.connection.Connections;
import io.busport.connection.Sessions;
import io.busport.ops.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The admin HTTP server.
 *
 * <pre>
 *   GET /health/started   200 once the gateway has listened, before that 503
 *   GET /health/ready     200 while new clients are welcome, 503 before and from the first moment of a drain
 *   GET /health/live      200 while every event loop turns
 *   GET /metrics          numbers for Prometheus: docs/metrics.md
 *   GET /connections      a list: the open connections, then the last 1000 that ended, with their close reasons
 *   GET /sessions         a list: every session, attached or waiting for its client
 * </pre>
 */
public final class AdminVerticle extends VerticleBase {
    private final AdminConfig config;
    private final Health health;
    private final Connections connections;
    private final Sessions sessions;
    private final Metrics metrics;
    private @Nullable HttpServer server;

    /** @param metrics closed with this verticle */
    public AdminVerticle(
            AdminConfig config, Health health, Connections connections, Sessions sessions, Metrics metrics) {
        this.config = config;
        this.health = health;
        this.connections = connections;
        this.sessions = sessions;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer().requestHandler(this::handle);
        return server.listen(config.port(), config.host());
    }

    @Override
    public Future<?> stop() {
        metrics.close();
        return Future.succeededFuture();
    }

    /** The port that is listened on. */
    public int actualPort() {
        return server == null ? 0 : server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            answer(request, 405, error(request.method() + " " + request.path(), "GET"));
            return;
        }
        switch (request.path()) {
            case "/health/started" -> check(request, health.started());
            case "/health/ready" -> check(request, health.ready());
            case "/health/live" -> check(request, health.live());
            case "/metrics" -> measure(request);
            case "/connections" -> list(request, connections.describe(), ConnectionInfo::toJson);
            case "/sessions" -> list(request, sessions.describe(), s -> SessionJson.of(s, sessions.guarantee()));
            default ->
                answer(
                        request,
                        404,
                        error(
                                request.path(),
                                "/health/started, /health/ready, /health/live, /metrics, /connections or /sessions"));
        }
    }

    private void check(HttpServerRequest request, HealthChecks checks) {
        checks.checkStatus()
                .onSuccess(result -> answer(
                        request,
                        CheckResult.isUp(result) ? 200 : 503,
                        result.toJson().encode()))
                .onFailure(e -> answer(request, 503, error(String.valueOf(e), "a result of the checks")));
    }

    private void measure(HttpServerRequest request) {
        metrics.page(health.phase(), request.getHeader("Accept"))
                .onSuccess(page -> {
                    var unused = request.response()
                            .putHeader("Content-Type", page.contentType())
                            .end(page.text());
                })
                .onFailure(e -> answer(request, 503, error(String.valueOf(e), "an answer of every event loop")));
    }

    private static <T> void list(HttpServerRequest request, Future<List<T>> described, Function<T, JsonObject> toJson) {
        described
                .onSuccess(infos -> {
                    JsonArray list = new JsonArray();
                    infos.stream().map(toJson).forEach(list::add);
                    answer(request, 200, list.encode());
                })
                .onFailure(e -> answer(request, 500, error(String.valueOf(e), "a list")));
    }

    private static String error(String value, String expected) {
        return new JsonObject().put("error", value).put("expected", expected).encode();
    }

    private static void answer(HttpServerRequest request, int status, String json) {
        // A failure here is a client that has gone.
        var unused = request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(json + "\n");
    }
}
