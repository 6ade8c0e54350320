package io.busport.natlab;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a {@link ClusterLab}: an address, and a gateway there that may end and be started again. Belongs to the test's thread, except
 * {@link #isLeaving}.
 */
final class Pod {
    private final NatLab lab;
    private final String name;
    private final String node;
    private final String address;
    private final Map<String, String> environment;
    private final List<LabProcess> lives = new ArrayList<>();
    private @Nullable LabProcess gateway;
    /** Asked to end, or ended; read by whoever keeps the endpoints. */
    private volatile boolean leaving;

    Pod(NatLab lab, String name, String node, String address, Map<String, String> environment) {
        this.lab = lab;
        this.name = name;
        this.node = node;
        this.address = address;
        this.environment = Map.copyOf(environment);
    }

    String name() {
        return name;
    }

    String node() {
        return node;
    }

    String address() {
        return address;
    }

    /** The next life of its gateway, which listens a second or two later. */
    void start() {
        if (gateway != null && gateway.isAlive()) {
            throw new IllegalStateException(name + " has a gateway (expected: none, or one that has ended)");
        }
        gateway = lab.gateway(name, environment);
        lives.add(gateway);
        leaving = false;
    }

    void awaitListening() {
        gateway().awaitOutput("Listening on 0.0.0.0:8000");
    }

    boolean isRunning() {
        return gateway != null && gateway.isAlive();
    }

    /** As Kubernetes ends a pod: SIGTERM, and in parallel the pod leaves the endpoints. */
    void terminate() {
        leaving = true;
        gateway().terminate();
    }

    boolean isLeaving() {
        return leaving;
    }

    LabProcess gateway() {
        if (gateway == null) {
            throw new IllegalStateException(name + " has no gateway (expected: after start)");
        }
        return gateway;
    }

    List<JsonObject> sessions() {
        return lab.admin(node, address, "/sessions");
    }

    /** What its gateways have said, from the first to the present one. */
    String log() {
        return lives.stream()
                .map(life -> "=== " + name + System.lineSeparator() + life.log())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    @Override
    public String toString() {
        return name + ": " + (gateway == null ? "never started" : gateway.toString());
    }
}
