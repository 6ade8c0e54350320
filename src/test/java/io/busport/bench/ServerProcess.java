package io.busport.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link BenchServer} on its core. All of them get the same switches. Closing it ends the process. */
final class ServerProcess implements AutoCloseable {
    /** With one core the JVM takes the serial collector by itself; touched pages make what grows outside the heap visible. */
    private static final List<String> SWITCHES = List.of(
            "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-Dvertx.disableDnsResolver=true");

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final int port;

    ServerProcess(BenchServer.Kind kind, String... moreSwitches) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(SWITCHES);
        line.addAll(List.of(moreSwitches));
        line.add("-Xlog:jfr+startup=off"); // a line of its own on standard output, where the port is expected
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchServer.class.getName(), kind.name()));
        try {
            process = new ProcessBuilder(Cores.server(line))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        port = Integer.parseInt(readLine());
    }

    int port() {
        return port;
    }

    long eventLoopNanos() {
        return Long.parseLong(ask(BenchServer.Question.CPU));
    }

    JsonObject memory() {
        return new JsonObject(ask(BenchServer.Question.MEMORY));
    }

    private String ask(BenchServer.Question question) {
        in.println(question);
        return readLine();
    }

    /** Skips what is no answer: the gateway announces its port too, in words. */
    private String readLine() {
        try {
            String line;
            do {
                line = out.readLine();
            } while (line != null && line.startsWith("Listening"));
            if (line == null) {
                throw new IllegalStateException("the server process has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        in.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
