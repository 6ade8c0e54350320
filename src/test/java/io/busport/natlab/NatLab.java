package io.busport.natlab;

import io.busport.testing.Machine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A home, the internet and a Kubernetes node on this machine; {@code src/test/natlab/natlab.sh} has the picture and does the work.
 * Hosts are {@code a}, {@code b}, {@code home}, {@code internet}, {@code node}, {@code pod1} and {@code pod2}.
 */
final class NatLab implements AutoCloseable {
    /** How the world reaches the gateways: the node's public address and the Service's NodePort. */
    static final String GATEWAY = "203.0.113.1:30800";

    /** The home router's public address, shared by clients a and b. */
    static final String HOME = "198.51.100.2";

    /** The node's address towards its pods. */
    static final String NODE = "10.244.1.1";

    /** The Service's externalTrafficPolicy. */
    enum Policy {
        CLUSTER,
        LOCAL
    }

    /** What becomes of an attempt to connect. */
    enum Dial {
        CONNECTED,
        REFUSED,
        NO_ANSWER
    }

    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    private static final String SCRIPT =
            ROOT.resolve("src/test/natlab/natlab.sh").toString();
    private static final Path JAR = ROOT.resolve("target/busport.jar");
    private static final Path TEST_CLASSES = ROOT.resolve("target/test-classes");
    // Short-lived processes on a machine with few cores: the second compiler and the parallel collector only cost.
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m");

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "it-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
    private final Thread hook = new Thread(this::down);
    private final List<LabProcess> processes = new ArrayList<>();
    private final List<LabProcess> gateways = new ArrayList<>();

    private NatLab() {}

    /** Builds a lab, or skips the test where that is impossible. A CI machine has no excuse: there it is a failure. */
    static NatLab up() {
        try {
            script("probe");
        } catch (ScriptFailed impossible) {
            Machine.skip("NAT lab: " + impossible.getMessage());
        }
        if (!Files.exists(JAR)) {
            throw new AssertionError("%s: expected the packaged jar (mvn package)".formatted(JAR));
        }
        var lab = new NatLab();
        Runtime.getRuntime().addShutdownHook(lab.hook);
        script("up", lab.name);
        return lab;
    }

    void policy(Policy policy) {
        script("policy", name, policy.name().toLowerCase(Locale.ROOT));
    }

    /** Which pods the Service leads to. Live connections stay where they are. */
    void endpoints(String... pods) {
        script(Stream.concat(Stream.of("endpoints", name), Arrays.stream(pods)));
    }

    /** Makes a router forget all connections that it translates: {@code node} or {@code home}. */
    void forgetConnections(String router) {
        script("flush", name, router);
    }

    /** Starts a gateway in each pod and returns when they listen. */
    void gateways(String... pods) {
        var started = Arrays.stream(pods)
                .map(pod -> start(pod, Map.of("BUSPORT_ADMIN_HOST", "0.0.0.0"), onJar("server")))
                .toList();
        gateways.addAll(started);
        started.forEach(gateway -> gateway.awaitOutput("Listening on 0.0.0.0:8000"));
    }

    /** What the gateways have said last, for whoever has to find out why a test failed. */
    String gateways() {
        return gateways.stream().map(LabProcess::toString).collect(Collectors.joining("\n"));
    }

    /** {@code busport ARGUMENTS} on a host. */
    LabProcess busport(String host, String... arguments) {
        return start(host, Map.of(), onJar(arguments));
    }

    /** The main method of a test class on a host. The class may use the JDK only. */
    LabProcess java(String host, Class<?> main, Object... arguments) {
        var command =
                Stream.of(JAVA.stream(), Stream.of("-cp", TEST_CLASSES, main.getName()), Arrays.stream(arguments));
        return start(host, Map.of(), command.flatMap(part -> part).map(Object::toString));
    }

    /** Any command on a host. */
    LabProcess run(String host, String... command) {
        return start(host, Map.of(), Arrays.stream(command));
    }

    /** Tries to connect from a host to {@code IP:PORT}. A firewall that drops shows as no answer. */
    Dial dial(String host, String address) {
        try (var attempt = run(host, "timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/" + address.replace(':', '/'))) {
            var code = attempt.exitCode();
            if (code == 0) {
                return Dial.CONNECTED;
            }
            if (code == 124) {
                return Dial.NO_ANSWER;
            }
            if (String.join(" ", attempt.errors()).contains("Connection refused")) {
                return Dial.REFUSED;
            }
            throw new AssertionError("expected connected, refused or no answer from " + attempt);
        }
    }

    /** What a gateway's {@code /connections} says, read from the node as a probe of the cluster would. */
    List<JsonObject> connections(String pod) {
        var address = "pod1".equals(pod) ? "10.244.1.2" : "10.244.1.3";
        var get = "exec 3<>/dev/tcp/%s/8080 && printf 'GET /connections HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"
                .formatted(address);
        try (var request = run("node", "timeout", "5", "bash", "-c", get)) {
            var code = request.exitCode();
            var response = String.join("\n", request.output());
            var body = response.indexOf("\n\n");
            if (code != 0 || body < 0 || !response.startsWith("HTTP/1.") || !response.contains(" 200 ")) {
                throw new AssertionError(
                        "http://%s:8080/connections: expected 200, got %s".formatted(address, request));
            }
            return new JsonArray(response.substring(body))
                    .stream().map(JsonObject.class::cast).toList();
        }
    }

    @Override
    public void close() {
        processes.forEach(LabProcess::close);
        down();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void down() {
        script("down", name);
    }

    private static Stream<String> onJar(String... arguments) {
        return Stream.of(JAVA.stream(), Stream.of("-jar", JAR.toString()), Arrays.stream(arguments))
                .flatMap(part -> part);
    }

    private LabProcess start(String host, Map<String, String> environment, Stream<String> command) {
        var arguments = Stream.concat(Stream.of("exec", name, host), command).toList();
        var builder = command(arguments.stream());
        builder.environment().putAll(environment);
        try {
            var process = new LabProcess(String.join(" ", arguments), builder.start());
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new AssertionError("cannot start " + arguments, e);
        }
    }

    private static void script(String... arguments) {
        script(Arrays.stream(arguments));
    }

    private static void script(Stream<String> arguments) {
        var builder = command(arguments);
        try (var process = new LabProcess(String.join(" ", builder.command()), builder.start())) {
            if (process.exitCode() != 0) {
                throw new ScriptFailed(String.join("; ", process.errors()));
            }
        } catch (IOException e) {
            throw new ScriptFailed(e.toString());
        }
    }

    private static ProcessBuilder command(Stream<String> arguments) {
        return new ProcessBuilder(Stream.concat(Stream.of(SCRIPT), arguments).toList());
    }

    private static final class ScriptFailed extends RuntimeException {
        ScriptFailed(String message) {
            super(message);
        }
    }
}
