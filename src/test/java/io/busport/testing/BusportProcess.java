package io.busport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The jar in a process of its own, as a user runs it. Closing it kills the process.
 *
 * <pre>
 *   try (BusportProcess gateway = BusportProcess.server().env("BUSPORT_TEXT_TIMEOUT", "1s").start()) {
 *       new TextSocket(gateway.port()) ...
 * </pre>
 */
public final class BusportProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target/busport.jar").toAbsolutePath();
    private static final Path TEST_CLASSES = Path.of("target/test-classes").toAbsolutePath();
    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("Listening on .*:(\\d+)");
    private static final Pattern ADMIN = Pattern.compile(".*admin on .*:(\\d+)");

    private final Process process;
    private final List<String> out;
    private final List<String> err;
    private final List<Thread> readers = new ArrayList<>();

    private BusportProcess(Process process) {
        this.process = process;
        this.out = collect(process.getInputStream());
        this.err = collect(process.getErrorStream());
    }

    /** {@code java -jar target/busport.jar server}, on free ports of this machine. */
    public static Builder server(String... arguments) {
        return command("server")
                .arguments(arguments)
                .env("BUSPORT_LISTEN_PORT", "0")
                .env("BUSPORT_ADMIN_PORT", "0");
    }

    /** {@code java -jar target/busport.jar COMMAND}. */
    public static Builder command(String... arguments) {
        return new Builder().arguments(arguments);
    }

    /** How to start it. */
    public static final class Builder {
        private final List<String> jvm = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private String main = "io.busport.cli.Busport";
        private boolean testClasses;

        public Builder jvm(String... options) {
            jvm.addAll(List.of(options));
            return this;
        }

        public Builder arguments(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        public Builder env(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Puts the classes of the tests on the class path, as a user puts a jar with verticles there. */
        public Builder withTestClasses() {
            testClasses = true;
            return this;
        }

        public Builder mainClass(String name) {
            main = name;
            return this;
        }

        public BusportProcess start() {
            assertThat(JAR).as("the jar (mvn package builds it)").isRegularFile();
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(jvm);
            if (testClasses || !main.equals("io.busport.cli.Busport")) {
                line.addAll(
                        List.of("-cp", testClasses ? JAR + File.pathSeparator + TEST_CLASSES : JAR.toString(), main));
            } else {
                line.addAll(List.of("-jar", JAR.toString()));
            }
            line.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(line);
            builder.environment().keySet().removeIf(name -> name.startsWith("BUSPORT_"));
            builder.environment().putAll(environment);
            try {
                return new BusportProcess(builder.start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The port of the gateway, as its line on standard output names it; waits for that line. */
    public int port() {
        return awaitNumber(out, LISTENING);
    }

    /** The port of the admin server; waits until the log names it. */
    public int adminPort() {
        return awaitNumber(err, ADMIN);
    }

    public AdminClient admin() {
        return new AdminClient(adminPort());
    }

    private int awaitNumber(List<String> lines, Pattern pattern) {
        await().atMost(START)
                .conditionEvaluationListener(c -> assertThat(c.isSatisfied() || process.isAlive())
                        .as("the process is alive; its standard error: %s", err())
                        .isTrue())
                .until(() -> find(lines, pattern) >= 0 || !process.isAlive());
        assertThat(find(lines, pattern))
                .as("%s in output %s and error %s", pattern, out(), err())
                .isNotNegative();
        return find(lines, pattern);
    }

    private static int find(List<String> lines, Pattern pattern) {
        return List.copyOf(lines).stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(m -> Integer.parseInt(m.group(1)))
                .findFirst()
                .orElse(-1);
    }

    /** Lines on standard output so far. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** Lines on standard error so far. */
    public List<String> err() {
        return List.copyOf(err);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM, as Kubernetes and systemd send it. */
    public void terminate() {
        // Process.destroy() would also close the streams, and with them what the process still has to say.
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /** SIGKILL: it has no time to say anything. */
    public void kill() {
        process.destroyForcibly();
    }

    /** The exit code, once everything the process wrote has been collected. */
    public int awaitExit(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended within %s; its standard error: %s", limit, err())
                    .isTrue();
            for (Thread reader : readers) {
                reader.join(5000);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    /** Resident memory in bytes; Linux only. */
    public long residentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(l -> l.startsWith("VmRSS:"))
                    .map(l -> Long.parseLong(l.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        int unused = awaitExit(Duration.ofSeconds(10));
    }

    private List<String> collect(InputStream stream) {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Thread reader = new Thread(() -> {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("(output ended: " + e.getMessage() + ")");
            }
        });
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
        return lines;
    }
}
