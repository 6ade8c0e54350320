package io.busport.top;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an admin port has said at one moment.
 *
 * @param nanos when, as {@link System#nanoTime}
 * @param connections as {@code /connections} lists them, those that have ended included
 * @param sessions as {@code /sessions} lists them
 * @param metrics the text of {@code /metrics}
 */
public record Look(long nanos, List<JsonObject> connections, List<JsonObject> sessions, String metrics) {
    /** A gateway that does not answer within this has other troubles. */
    private static final long SECONDS = 5;

    /** Asks the admin port that the client connects to by default. */
    public static Future<Look> at(HttpClient client) {
        Future<Buffer> connections = get(client, "/connections");
        Future<Buffer> sessions = get(client, "/sessions");
        Future<Buffer> metrics = get(client, "/metrics");
        return Future.all(connections, sessions, metrics)
                .map(v -> new Look(
                        System.nanoTime(),
                        list(connections.result()),
                        list(sessions.result()),
                        metrics.result().toString()))
                .timeout(SECONDS, TimeUnit.SECONDS);
    }

    private static Future<Buffer> get(HttpClient client, String path) {
        return client.request(HttpMethod.GET, path)
                .compose(request -> request.send())
                .expecting(HttpResponseExpectation.SC_OK)
                .compose(HttpClientResponse::body);
    }

    private static List<JsonObject> list(Buffer json) {
        return new JsonArray(json).stream().map(JsonObject.class::cast).toList();
    }

    List<JsonObject> open() {
        return connections.stream().filter(c -> c.getString("closed") == null).toList();
    }

    /** The sum of a metric's samples. */
    double sum(String series) {
        Matcher m = Pattern.compile("(?m)^" + Pattern.quote(series) + "(?:\\{[^}]*})? (\\S+)")
                .matcher(metrics);
        double sum = 0;
        while (m.find()) {
            sum += Double.parseDouble(m.group(1));
        }
        return sum;
    }

    /** The value of a label of the first sample that is 1; a question mark when there is none. */
    String label(String series, String label) {
        Matcher m = Pattern.compile(
                        "(?m)^" + Pattern.quote(series) + "\\{[^}]*\\b" + label + "=\"([^\"]*)\"[^}]*} 1(?:\\.0)?\\s")
                .matcher(metrics);
        return m.find() ? m.group(1) : "?";
    }
}
