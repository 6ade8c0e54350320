package io.busport.testing;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The admin server, asked with the JDK's own HTTP client. */
public final class AdminClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final int port;

    public AdminClient(int port) {
        this.port = port;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** @param authorization the header, empty: none */
    public HttpResponse<String> post(String path, String authorization) {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.noBody());
        return send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    public HttpResponse<String> send(String method, String path) {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path))).timeout(LIMIT);
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public int status(String path) {
        return get(path).statusCode();
    }

    /** The entries of {@code /connections}. */
    public List<JsonObject> connections() {
        return new JsonArray(get("/connections").body())
                .stream().map(JsonObject.class::cast).toList();
    }

    public long open() {
        return connections().stream().filter(c -> c.getString("closed") == null).count();
    }

    /** What is known of a client's connection. */
    public Optional<JsonObject> connection(TextSocket client) {
        return connection(client.localAddress());
    }

    private Optional<JsonObject> connection(String observed) {
        return connections().stream()
                .filter(c -> observed.equals(c.getString("observed")))
                .findFirst();
    }

    /** Why a client's connection ended; waits until it has. */
    public String awaitCloseReason(TextSocket client) {
        return awaitCloseReason(client.localAddress(), LIMIT);
    }

    /** Why the connection of an observed address ended; waits until it has. */
    public String awaitCloseReason(String observed, Duration limit) {
        await().atMost(limit)
                .until(() -> connection(observed)
                        .filter(c -> "closed".equals(c.getString("state")))
                        .isPresent());
        return connection(observed).orElseThrow().getString("closeReason");
    }
}
