package io.busport.cluster;

import static org.awaitility.Awaitility.await;

import io.busport.testing.BusportProcess;
import io.busport.testing.FreePorts;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Three gateways that may be started as processes of this machine, and find each other. */
final class LoopbackCluster {
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Of the engines; the event buses are 200 above. */
    private final List<Integer> ports = FreePorts.withDistances(3, 100, 200);

    /** Of the engine of one. */
    int port(int index) {
        return ports.get(index);
    }

    BusportProcess.Builder gateway(int index) {
        return BusportProcess.server("--cluster")
                .env("BUSPORT_CLUSTER_HOST", "127.0.0.1")
                .env("BUSPORT_CLUSTER_PORT", String.valueOf(ports.get(index)))
                .env("BUSPORT_CLUSTER_BUS_PORT", String.valueOf(ports.get(index) + 200))
                .env(
                        "BUSPORT_CLUSTER_MEMBERS",
                        ports.stream().map(p -> "127.0.0.1:" + p).collect(Collectors.joining(",")))
                .env("BUSPORT_CLUSTER_CANARY", "500ms");
    }

    static void awaitMembers(BusportProcess gateway, int members) {
        awaitLog(gateway, "members " + members);
    }

    static void awaitLog(BusportProcess gateway, String text) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> gateway.err().stream().anyMatch(line -> line.contains(text)));
    }
}
