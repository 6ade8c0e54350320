package io.busport.config;

import java.time.Duration;

/**
 * The gateway's port and what holds for every connection on it, whatever it speaks. The reason for each number stands beside it in
 * {@code conf/busport.yaml}.
 *
 * @param port 0 takes a free port
 * @param instances NetServer verticles that share the port; 0 is one for each event loop
 * @param firstByteTimeout zero keeps connections that never speak
 */
public record ListenConfig(
        String host,
        int port,
        int instances,
        int backlog,
        Duration firstByteTimeout,
        Duration writeTimeout,
        Duration tcpUserTimeout,
        KeepAlive keepAlive,
        Duration lingerTimeout,
        ProxyProtocolConfig proxyProtocol) {

    /** TCP keepalive as the kernel takes it, in whole seconds: first probe after {@code idle}, then {@code count} probes. */
    public record KeepAlive(Duration idle, Duration interval, int count) {
        static KeepAlive from(ConfigNode node) {
            try (node) {
                Duration second = Duration.ofSeconds(1);
                Duration longest = Duration.ofHours(9); // Linux takes up to 32767 s
                return new KeepAlive(
                        node.duration("idle", Duration.ofSeconds(15), second, longest, false),
                        node.duration("interval", Duration.ofSeconds(5), second, longest, false),
                        node.integer("count", 3, 1, 127));
            }
        }
    }

    static ListenConfig from(ConfigNode node) {
        try (node) {
            Duration short_ = Duration.ofMillis(10);
            return new ListenConfig(
                    node.string("host", "0.0.0.0"),
                    node.port("port", 8000),
                    node.integer("instances", 0, 0, 1024),
                    node.integer("backlog", 1024, 1, 65_535),
                    node.duration("firstByteTimeout", Duration.ofSeconds(60), short_, true),
                    node.duration("writeTimeout", Duration.ofSeconds(15), short_, false),
                    node.duration("tcpUserTimeout", Duration.ofSeconds(20), Duration.ofSeconds(1), true),
                    KeepAlive.from(node.section("keepAlive")),
                    node.duration("lingerTimeout", Duration.ofSeconds(2), Duration.ZERO, true),
                    ProxyProtocolConfig.from(node.section("proxyProtocol")));
        }
    }
}
