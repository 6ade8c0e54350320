package io.busport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A browser without a window, told what to do over its DevTools protocol. It has one page. The calling test is skipped, with a line that says
 * so, where no Chromium is on the path.
 */
public final class Chromium implements AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("chromium-headless-shell", "headless_shell", "chromium", "chromium-browser", "google-chrome");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final LineProcess process;
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> open = new ConcurrentHashMap<>();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private final List<JsonObject> events = new CopyOnWriteArrayList<>();

    /** @param profile an empty directory for what a browser writes down */
    public Chromium(Path profile) {
        String program = PROGRAMS.stream().filter(Machine::has).findFirst().orElse("");
        if (program.isEmpty()) {
            Machine.skip("no Chromium on the path, one of " + String.join(", ", PROGRAMS));
        }
        // Without its sandbox: root has none, and the page is the test's own.
        process = new LineProcess(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank");
        Path file = profile.resolve("DevToolsActivePort");
        await().atMost(LIMIT)
                .until(() -> Files.exists(file) && Files.readString(file).contains("\n"));
        socket = connect(file);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable");
        }
    }

    private WebSocket connect(Path file) {
        try {
            String port = Files.readAllLines(file).get(0);
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                    .build();
            JsonArray pages = new JsonArray(
                    http.send(list, HttpResponse.BodyHandlers.ofString()).body());
            String url = pages.stream()
                    .map(JsonObject.class::cast)
                    .filter(p -> p.getString("type").equals("page"))
                    .map(p -> p.getString("webSocketDebuggerUrl"))
                    .findFirst()
                    .orElseThrow();
            return http.newWebSocketBuilder()
                    .buildAsync(URI.create(url), new Listener())
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonObject message = new JsonObject(text.toString());
                text.setLength(0);
                CompletableFuture<JsonObject> asked =
                        message.containsKey("id") ? open.remove(message.getInteger("id")) : null;
                if (asked == null) {
                    events.add(message);
                    answerDialog(message);
                } else {
                    asked.complete(message);
                }
            }
            from.request(1);
            return null;
        }
    }

    /** Whoever asks whether it is meant is told yes. */
    private void answerDialog(JsonObject event) {
        if ("Page.javascriptDialogOpening".equals(event.getString("method"))) {
            send("Page.handleJavaScriptDialog", new JsonObject().put("accept", true));
        }
    }

    private CompletableFuture<JsonObject> send(String method, JsonObject parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        open.put(id, answer);
        JsonObject message =
                new JsonObject().put("id", id).put("method", method).put("params", parameters);
        write(message.encode());
        return answer;
    }

    /** One after the other: the test and the answer to a dialog may come at a time. */
    private synchronized void write(String text) {
        sent = sent.thenCompose(before -> socket.sendText(text, true));
    }

    public JsonObject call(String method, JsonObject parameters) {
        try {
            JsonObject answer = send(method, parameters).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer.getJsonObject("error")).as(method).isNull();
            return answer.getJsonObject("result");
        } catch (Exception e) {
            throw new AssertionError(method, e);
        }
    }

    private void call(String method) {
        JsonObject unused = call(method, new JsonObject());
    }

    /** Opens a page in a window of this size, and waits until it is there. */
    public void open(String url, int width, int height) {
        JsonObject size = new JsonObject()
                .put("width", width)
                .put("height", height)
                .put("deviceScaleFactor", 1)
                .put("mobile", width < 600);
        JsonObject unused = call("Emulation.setDeviceMetricsOverride", size);
        events.clear();
        JsonObject unusedToo = call("Page.navigate", new JsonObject().put("url", url));
        await().atMost(LIMIT).until(() -> happened("Page.loadEventFired"));
    }

    private boolean happened(String method) {
        return events.stream().anyMatch(e -> method.equals(e.getString("method")));
    }

    /** Light or dark, as the user likes it. */
    public void prefer(String scheme) {
        JsonObject feature =
                new JsonObject().put("name", "prefers-color-scheme").put("value", scheme);
        JsonObject unused =
                call("Emulation.setEmulatedMedia", new JsonObject().put("features", new JsonArray().add(feature)));
    }

    public void scripts(boolean on) {
        JsonObject unused = call("Emulation.setScriptExecutionDisabled", new JsonObject().put("value", !on));
    }

    /** The value of an expression in the page. */
    public Object evaluate(String expression) {
        JsonObject answer = call(
                "Runtime.evaluate",
                new JsonObject().put("expression", expression).put("returnByValue", true));
        assertThat(answer.getJsonObject("exceptionDetails")).as(expression).isNull();
        return answer.getJsonObject("result").getValue("value");
    }

    /** What is to be read on the page; without its scripts, which may be off. */
    public String text() {
        JsonObject world = call(
                "Page.createIsolatedWorld",
                new JsonObject()
                        .put(
                                "frameId",
                                call("Page.getFrameTree", new JsonObject())
                                        .getJsonObject("frameTree")
                                        .getJsonObject("frame")
                                        .getString("id")));
        JsonObject answer = call(
                "Runtime.evaluate",
                new JsonObject()
                        .put("expression", "document.body.innerText")
                        .put("contextId", world.getInteger("executionContextId")));
        return answer.getJsonObject("result").getString("value");
    }

    /** What the page was told off for since it was opened: exceptions, and all that the console shows as an error. */
    public List<String> complaints() {
        return events.stream()
                .filter(e -> "Runtime.exceptionThrown".equals(e.getString("method"))
                        || ("Log.entryAdded".equals(e.getString("method"))
                                && "error"
                                        .equals(e.getJsonObject("params")
                                                .getJsonObject("entry")
                                                .getString("level"))))
                .map(JsonObject::encode)
                .toList();
    }

    /** The addresses that it has asked since the page was opened. */
    public List<String> requests() {
        return events.stream()
                .filter(e -> "Network.requestWillBeSent".equals(e.getString("method")))
                .map(e -> e.getJsonObject("params").getJsonObject("request").getString("url"))
                .toList();
    }

    /** Keeps what is to be seen, the whole length of the page, for people. */
    public void screenshot(Path file) {
        JsonObject answer = call("Page.captureScreenshot", new JsonObject().put("captureBeyondViewport", true));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(answer.getString("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.close();
    }
}
