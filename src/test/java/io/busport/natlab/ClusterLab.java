package io.busport.natlab;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A {@link NatLab} with two nodes, whose three pods have gateways that form a cluster; {@code src/test/natlab/natlab.sh} has the picture.
 * {@link Endpoints} does what a cluster does by itself. Belongs to the test's thread.
 */
final class ClusterLab implements AutoCloseable {
    static final List<String> ALL = List.of("pod1", "pod2", "pod3");

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final NatLab lab;
    private final List<Pod> pods;
    private final Endpoints endpoints;

    private ClusterLab(NatLab lab, Map<String, String> environment, Map<String, String> ofPod1) {
        this.lab = lab;
        var first = with(environment, "10.244.1.2");
        first.putAll(ofPod1);
        this.pods = List.of(
                new Pod(lab, "pod1", "node", "10.244.1.2", first),
                new Pod(lab, "pod2", "node", "10.244.1.3", with(environment, "10.244.1.3")),
                new Pod(lab, "pod3", "node2", "10.244.2.2", with(environment, "10.244.2.2")));
        this.endpoints = new Endpoints(lab, pods);
    }

    static ClusterLab up() {
        return up(Map.of(), Map.of());
    }

    /**
     * @param more of the gateways' environment
     * @param ofPod1 and more for one of them
     */
    static ClusterLab up(Map<String, String> more, Map<String, String> ofPod1) {
        var environment = new HashMap<>(Map.of(
                "BUSPORT_CLUSTER_ENABLED", "true",
                "BUSPORT_CLUSTER_MEMBERS", "10.244.1.2:7800, 10.244.1.3:7800, 10.244.2.2:7800"));
        environment.putAll(more);
        return new ClusterLab(NatLab.upWithTwoNodes(), environment, ofPod1);
    }

    /** Gateways that know nothing of each other. */
    static ClusterLab withoutCluster() {
        return new ClusterLab(NatLab.upWithTwoNodes(), Map.of(), Map.of());
    }

    private static Map<String, String> with(Map<String, String> environment, String address) {
        var all = new HashMap<>(Map.of(
                // A drain of seconds; in Kubernetes the endpoints take longer.
                "BUSPORT_DRAIN_ENDPOINT_DELAY", "1s", "BUSPORT_DRAIN_TIMEOUT", "15s"));
        if (environment.containsKey("BUSPORT_CLUSTER_ENABLED")) {
            all.put("BUSPORT_CLUSTER_HOST", address);
        }
        all.putAll(environment);
        return all;
    }

    NatLab lab() {
        return lab;
    }

    Faults faults() {
        return lab.faults();
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Pod pod(String name) {
        return pods.stream()
                .filter(pod -> pod.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s': expected one of %s".formatted(name, ALL)));
    }

    /** Starts gateways, all at once, and returns when new connections reach them. */
    void start(String... names) {
        var expected = new TreeSet<>(endpoints.now());
        expected.addAll(Arrays.asList(names));
        Stream.of(names).map(this::pod).forEach(Pod::start);
        endpoints.await(expected);
    }

    void startAll() {
        start(ALL.toArray(String[]::new));
    }

    /** Asks gateways to end, all at once, and returns when they have. */
    void stop(String... names) {
        Stream.of(names).map(this::pod).forEach(Pod::terminate);
        for (var name : names) {
            var gateway = pod(name).gateway();
            var code = gateway.exitCode();
            if (code != 0) {
                throw new AssertionError("expected exit code 0 after SIGTERM, got %d of %s".formatted(code, gateway));
            }
        }
    }

    /** One after the other ends and is started again; the next one when this one is ready. */
    void rollingRestart() {
        for (var name : ALL) {
            stop(name);
            start(name);
        }
    }

    /** The pod to which a client is connected; waits until there is one. */
    Pod ownerOf(String client) {
        return Awaitility.await("an owner of " + client)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> owner(client), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Pod> owner(String client) {
        return pods.stream()
                .filter(Pod::isRunning)
                .filter(pod -> pod.sessions().stream().anyMatch(session -> isAttached(session, client)))
                .findFirst();
    }

    private static boolean isAttached(JsonObject session, String client) {
        return client.equals(session.getString("name")) && "attached".equals(session.getString("state"));
    }

    /** Waits until every session is held twice. */
    void awaitTwoCopies() {
        Awaitility.await("copies 2/2 of every session")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> pods.stream()
                        .filter(Pod::isRunning)
                        .flatMap(pod -> pod.sessions().stream())
                        .allMatch(session -> session.getString("guarantee", "").contains("2/2")));
    }

    /** The pods but these. */
    static Set<String> without(String... names) {
        return ALL.stream()
                .filter(name -> !Set.of(names).contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The node is dark from now on, and its pods are empty. */
    void crash(String node) {
        endpoints.unreachable(node, true);
        lab.faults().crash(node);
    }

    /** The node has its power again; what ran there has to be started again. */
    void powerOn(String node) {
        lab.faults().dark();
        endpoints.unreachable(node, false);
    }

    @Override
    public void close() {
        endpoints.close();
        lab.close();
    }

    /** The gateways' last words. */
    /** What all gateways have said, of all lives of all pods. */
    String log() {
        return pods.stream().map(Pod::log).collect(Collectors.joining(System.lineSeparator()));
    }

    @Override
    public String toString() {
        return pods.stream().map(Pod::toString).collect(Collectors.joining(System.lineSeparator()));
    }
}
