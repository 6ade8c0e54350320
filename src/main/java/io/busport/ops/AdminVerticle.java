package io.busport.ops;

import io.busport.config.AdminConfig;
import io.busport.connection.ConnectionInfo;
import io.busport.connection.Connections;
import io.busport.connection.Sessions;
import io.busport.ops.metrics.Metrics;
import io.busport.ops.page.Assets;
import io.busport.ops.page.StatusPage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The admin HTTP server.
 *
 * <pre>
 *   GET /                 the status page
 *   GET /health/started   200 once the gateway has listened, before that 503
 *   GET /health/ready     200 while new clients are welcome, 503 before and from the first moment of a drain
 *   GET /health/live      200 while every event loop turns
 *   GET /metrics          numbers for Prometheus: docs/metrics.md
 *   GET /connections      a list: the open connections, then the last 1000 that ended, with their close reasons
 *   GET /sessions         a list: every session, attached or waiting for its client
 *   POST                  {@link AdminActions}
 * </pre>
 */
public final class AdminVerticle extends VerticleBase {
    /**
     * What a browser may do with the page: load from here and from nowhere else, run no script and take no style that stands in it, be in no
     * frame. Whatever a client managed to put there would be text all the same.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final AdminConfig config;
    private final Health health;
    private final Connections connections;
    private final Sessions sessions;
    private final Metrics metrics;
    private final StatusPage page;
    private final AdminToken token;
    private final AdminActions actions;
    private final Assets assets = new Assets();
    private @Nullable HttpServer server;

    /** @param metrics closed with this verticle */
    public AdminVerticle(
            AdminConfig config,
            Health health,
            Connections connections,
            Sessions sessions,
            Metrics metrics,
            StatusPage page,
            AdminToken token,
            AdminActions actions) {
        this.config = config;
        this.health = health;
        this.connections = connections;
        this.sessions = sessions;
        this.metrics = metrics;
        this.page = page;
        this.token = token;
        this.actions = actions;
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
        boolean action = AdminActions.isAction(request.path());
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (action ? !request.method().equals(HttpMethod.POST) : !reads) {
            answer(request, 405, error(request.method() + " " + request.path(), action ? "POST" : "GET"));
        } else if (action) {
            actions.run(request);
        } else {
            read(request);
        }
    }

    private void read(HttpServerRequest request) {
        switch (request.path()) {
            case "/" -> show(request);
            case "/health/started" -> check(request, health.started());
            case "/health/ready" -> check(request, health.ready());
            case "/health/live" -> check(request, health.live());
            case "/metrics" -> measure(request);
            case "/connections" -> list(request, connections.describe(), ConnectionInfo::toJson);
            case "/sessions" -> list(request, sessions.describe(), s -> SessionJson.of(s, sessions.guarantee()));
            default -> asset(request, assets.at(request.path()));
        }
    }

    private void show(HttpServerRequest request) {
        String find = Objects.requireNonNullElse(request.getParam("find"), "");
        page.render(health.state(), health.since(), health.unready(), token.isOn(), find)
                .onSuccess(text -> {
                    var unused = request.response()
                            .putHeader("Content-Security-Policy", POLICY)
                            .putHeader("Referrer-Policy", "no-referrer");
                    send(request, 200, "text/html; charset=utf-8", Buffer.buffer(text));
                })
                .onFailure(e -> answer(request, 503, error(String.valueOf(e), "an answer of every event loop")));
    }

    private void asset(HttpServerRequest request, Assets.@Nullable Asset asset) {
        if (asset == null) {
            String known = "/, /health/started, /health/ready, /health/live, /metrics, /connections or /sessions";
            answer(request, 404, error(request.path(), known));
        } else {
            send(request, 200, asset.contentType(), asset.content());
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
        metrics.page(health.state(), request.getHeader("Accept"))
                .onSuccess(text -> send(request, 200, text.contentType(), text.text()))
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

    static String error(String value, String expected) {
        return new JsonObject().put("error", value).put("expected", expected).encode();
    }

    static void answer(HttpServerRequest request, int status, String json) {
        send(request, status, "application/json", Buffer.buffer(json + "\n"));
    }

    private static void send(HttpServerRequest request, int status, String contentType, Buffer content) {
        // A failure here is a client that has gone.
        var unused = request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", contentType)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .end(content);
    }
}
