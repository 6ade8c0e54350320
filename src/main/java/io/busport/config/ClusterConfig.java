package io.busport.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several gateways as one. The reason for each number stands beside it in {@code conf/busport.yaml}.
 *
 * @param dns a name that resolves to every gateway
 * @param members {@code host} or {@code host:port} of every gateway; with neither this nor {@code dns} a gateway is alone
 * @param host null takes an address of this machine
 * @param port of the engine; {@link #failurePort()} goes with it
 * @param busPort of the event bus
 * @param copies of what must survive a gateway
 * @param advertise {@code host:port} under which clients reach this gateway and no other; null when they cannot
 * @param canary zero sends none
 */
public record ClusterConfig(
        boolean enabled,
        String name,
        @Nullable String dns,
        List<String> members,
        @Nullable String host,
        int port,
        int busPort,
        Duration failureTimeout,
        Duration joinTimeout,
        int copies,
        @Nullable String advertise,
        Duration canary) {
    /** From {@code port} to the one where the engine of another gateway holds a connection open, to see it break. */
    private static final int FAILURE_PORT_OFFSET = 100;

    private static final String HOST = "[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|\\[[0-9A-Fa-f:.]+]";
    private static final String PORT = ":([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";

    static ClusterConfig from(ConfigNode node) {
        try (node) {
            Duration second = Duration.ofSeconds(1);
            ClusterConfig config = new ClusterConfig(
                    node.bool("enabled", false),
                    node.string("name", "busport"),
                    node.optional("dns"),
                    node.strings("members", List.of()),
                    node.optional("host"),
                    node.integer("port", 7800, 1, 65_535 - FAILURE_PORT_OFFSET),
                    node.integer("busPort", 7801, 1, 65_535),
                    node.duration("failureTimeout", Duration.ofSeconds(6), second, Duration.ofMinutes(2), false),
                    node.duration("joinTimeout", second, Duration.ofMillis(100), Duration.ofMinutes(1), false),
                    node.integer("copies", 2, 1, 10),
                    node.optional("advertise"),
                    node.duration("canary", Duration.ofSeconds(10), Duration.ofMillis(100), true));
            config.check(node);
            return config;
        }
    }

    private void check(ConfigNode node) {
        if (name.isBlank()) {
            node.reject("name", name, "a name that all gateways of a cluster share, and no other cluster has");
        }
        if (dns != null && !dns.matches(HOST)) {
            node.reject("dns", dns, "a name that resolves to every gateway, without a port");
        }
        if (dns != null && !members.isEmpty()) {
            node.reject("members", members, "nothing, when cluster.dns finds the gateways");
        }
        members.stream()
                .filter(m -> !m.matches("(" + HOST + ")(" + PORT + ")?"))
                .forEach(m -> node.reject("members", m, "host or host:port"));
        if (advertise != null && !advertise.matches("(" + HOST + ")" + PORT)) {
            node.reject("advertise", advertise, "host:port, such as gateway-1.example.org:8000");
        }
        if (busPort == port || busPort == failurePort()) {
            node.reject("busPort", busPort, "another port than cluster.port, " + port + ", and " + failurePort());
        }
    }

    /** Where another gateway's connection ends whose break says that this process is gone. */
    public int failurePort() {
        return port + FAILURE_PORT_OFFSET;
    }
}
