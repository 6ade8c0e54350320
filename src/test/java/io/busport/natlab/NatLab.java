package io.busport.natlab;

import io.busport.testing.Machine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A home, the internet and a Kubernetes node on this machine; {@code src/test/natlab/natlab.sh} has the picture and does the work.
 * Hosts are {@code a}, {@code b}, {@code home}, {@code internet}, {@code node}, {@code pod1} and {@code pod2}; behind a carrier
 * also {@code cgn}, and with a second node {@code node2} and {@code pod3}: see {@link ClusterLab}. What may go wrong is {@link #faults()}. Several labs may be up at once. Any thread may call.
 */
final class NatLab implements AutoCloseable {
    /** How the world reaches the gateways: the node's public address and the Service's NodePort. */
    static final String GATEWAY = "203.0.113.1:30800";

    /** As {@link #GATEWAY}, of the second node. */
    static final String GATEWAY_2 = "203.0.113.2:30800";

    /** The public address that clients a and b share: the home router's, or its carrier's. */
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

    private static final Path JAR = LabScript.ROOT.resolve("target/busport.jar");
    private static final Path TEST_CLASSES = LabScript.ROOT.resolve("target/test-classes");
    // Short-lived processes on a machine with few cores: the second compiler and the parallel collector only cost.
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m");

    /** A machine that could run a lab once can do it again. */
    private static final AtomicBoolean PROVEN = new AtomicBoolean();

    private final LabScript script = new LabScript();
    private final Faults faults = new Faults(script);
    private final Thread hook = new Thread(this::down);
    private final List<LabProcess> processes = new CopyOnWriteArrayList<>();
    private final List<LabProcess> gateways = new CopyOnWriteArrayList<>();

    private NatLab() {}

    /** Builds a lab, or skips the test where that is impossible. A CI machine has no excuse: there it is a failure. */
    static NatLab up() {
        return up("cluster");
    }

    /** A lab in which the home's carrier translates addresses once more. */
    static NatLab upBehindCarrier() {
        return up("cluster", "cgn");
    }

    /** A lab with a second node and a third pod. */
    static NatLab upWithTwoNodes() {
        return up("cluster", "two-nodes");
    }

    private static NatLab up(String... how) {
        try {
            if (!PROVEN.get()) {
                LabScript.probe();
                PROVEN.set(true);
            }
        } catch (LabScript.ScriptFailed impossible) {
            Machine.skip("NAT lab: " + impossible.getMessage());
        }
        var lab = new NatLab();
        Runtime.getRuntime().addShutdownHook(lab.hook);
        lab.call("up", how);
        return lab;
    }

    Faults faults() {
        return faults;
    }

    void policy(Policy policy) {
        call("policy", policy.name().toLowerCase(Locale.ROOT));
    }

    /** Which pods the Service leads to. Live connections stay where they are. */
    void endpoints(String... pods) {
        call("endpoints", pods);
    }

    /** Starts a gateway in each pod and returns when they listen. */
    void gateways(String... pods) {
        var started = Arrays.stream(pods).map(pod -> gateway(pod, Map.of())).toList();
        started.forEach(gateway -> gateway.awaitOutput("Listening on 0.0.0.0:8000"));
    }

    /** Starts a gateway in a pod, with more in its environment and the verticles of the tests on its class path. */
    LabProcess gateway(String pod, Map<String, String> more) {
        return gateway(pod, more, product("io.busport.cli.Busport", "server"));
    }

    private LabProcess gateway(String pod, Map<String, String> more, Stream<String> command) {
        var environment = new HashMap<>(more);
        environment.put("BUSPORT_ADMIN_HOST", "0.0.0.0");
        var gateway = start(pod, environment, command);
        gateways.add(gateway);
        return gateway;
    }

    /** What the gateways have said last, for whoever has to find out why a test failed. */
    String gateways() {
        return gateways.stream().map(LabProcess::toString).collect(Collectors.joining("\n"));
    }

    /** {@code busport ARGUMENTS} on a host. */
    LabProcess busport(String host, String... arguments) {
        return start(host, Map.of(), onJar(arguments));
    }

    /** As {@link #busport}, with the verticles of the tests on its class path. */
    LabProcess busportWithTestClasses(String host, String... arguments) {
        return start(host, Map.of(), product("io.busport.cli.Busport", (Object[]) arguments));
    }

    /** The main method of a test class on a host. The class may use the JDK only. */
    LabProcess java(String host, Class<?> main, Object... arguments) {
        var command =
                Stream.of(JAVA.stream(), Stream.of("-cp", TEST_CLASSES, main.getName()), Arrays.stream(arguments));
        return start(host, Map.of(), command.flatMap(part -> part).map(Object::toString));
    }

    /** As {@link #java}, and the class may use what is in the jar. */
    LabProcess product(String host, Class<?> main, Object... arguments) {
        return start(host, Map.of(), product(main.getName(), arguments));
    }

    /** The gateways stand still, as pods that get no processor. */
    void freezeGateways() {
        gateways.forEach(LabProcess::freeze);
    }

    void thawGateways() {
        gateways.forEach(LabProcess::thaw);
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

    /** What a gateway's {@code /connections} says. */
    List<JsonObject> connections(String pod) {
        return admin("node", "pod1".equals(pod) ? "10.244.1.2" : "10.244.1.3", "/connections");
    }

    /** A list of a gateway's admin server, read from the pod's node as a probe of the cluster would. */
    List<JsonObject> admin(String node, String address, String path) {
        var get = "exec 3<>/dev/tcp/%s/8080 && printf 'GET %s HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"
                .formatted(address, path);
        try (var request = run(node, "timeout", "5", "bash", "-c", get)) {
            var code = request.exitCode();
            var response = String.join("\n", request.output());
            var body = response.indexOf("\n\n");
            if (code != 0 || body < 0 || !response.startsWith("HTTP/1.") || !response.contains(" 200 ")) {
                throw new AssertionError("http://%s:8080%s: expected 200, got %s".formatted(address, path, request));
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
        call("down");
    }

    private static Stream<String> onJar(String... arguments) {
        if (!Files.exists(JAR)) {
            throw new AssertionError("%s: expected the packaged jar (mvn package)".formatted(JAR));
        }
        return Stream.of(JAVA.stream(), Stream.of("-jar", JAR.toString()), Arrays.stream(arguments))
                .flatMap(part -> part);
    }

    private static Stream<String> product(String main, Object... arguments) {
        if (!Files.exists(JAR)) {
            throw new AssertionError("%s: expected the packaged jar (mvn package)".formatted(JAR));
        }
        var path = JAR + File.pathSeparator + TEST_CLASSES;
        return Stream.of(JAVA.stream(), Stream.of("-cp", path, main), Arrays.stream(arguments))
                .flatMap(part -> part)
                .map(Object::toString);
    }

    private LabProcess start(String host, Map<String, String> environment, Stream<String> command) {
        var process = script.start(host, environment, command);
        processes.add(process);
        return process;
    }

    private void call(String verb, String... arguments) {
        var unused = script.call(verb, arguments);
    }
}
