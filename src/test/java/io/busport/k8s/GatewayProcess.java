package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.config.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway that runs from the layers of an image, without a container around it. */
final class GatewayProcess implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Process process;
    private final Path output;

    private GatewayProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it as the kubelet would, and waits until it listens. Only the ports are others, because these may be taken here, /tmp is below
     * the folder, and nobody waits for the first delay of the drain.
     */
    static GatewayProcess start(Image image, Manifests k8s, Path folder) throws IOException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(image.commandHere())
                .directory(image.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(k8s.environment());
        Path conf = MountedConfigMap.at(folder.resolve("conf"), k8s.configMap());
        environment.put(Environment.DIRECTORY, conf.toString());
        environment.put("BUSPORT_LISTEN_PORT", "0");
        environment.put("BUSPORT_ADMIN_PORT", "0");
        environment.put("BUSPORT_DRAIN_ENDPOINT_DELAY", "0s");
        environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")));

        GatewayProcess gateway = new GatewayProcess(builder.start(), output);
        try {
            await().atMost(DEADLINE)
                    .until(() -> !gateway.process.isAlive() || gateway.output().contains("Listening on "));
            assertThat(gateway.process.isAlive()).as(gateway.output()).isTrue();
            return gateway;
        } catch (Throwable e) {
            gateway.close();
            throw e;
        }
    }

    /** What it answers to one line of a raw socket. */
    String echo(String line) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port("Listening on "))) {
            socket.setSoTimeout((int) DEADLINE.toMillis());
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine());
        }
    }

    /** The status of the admin server's answer. */
    int status(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port("admin on ") + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(DEADLINE).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** Sends SIGTERM; the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("expected the gateway to end within " + DEADLINE + ":\n" + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return output + " cannot be read: " + e;
        }
    }

    /** The port that its output names after these words and an address. The log is written a moment later than the line on stdout. */
    private int port(String words) {
        Pattern pattern = Pattern.compile(Pattern.quote(words) + "[0-9.]+:(\\d+)");
        await().atMost(DEADLINE).until(() -> pattern.matcher(output()).find());
        Matcher matcher = pattern.matcher(output());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
