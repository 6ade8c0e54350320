package io.busport.config;

import java.time.Duration;

/**
 * What one client, and all of them together, may ask of a gateway, whatever they speak. The reason for each number stands beside it in
 * {@code conf/busport.yaml}.
 *
 * @param maxFrame bytes of one frame
 * @param frameTimeout from the first byte of a frame to its last; zero is off
 * @param frameMemory bytes of all frames together that have begun and are not whole
 * @param maxHeaders headers of one frame
 * @param maxHeaderBytes bytes of those headers, names and values together
 * @param maxAddress bytes of an address
 * @param maxRegistrations addresses that one connection hears
 * @param maxPending requests of one connection without an answer
 * @param maxUnanswered messages delivered to one connection that wait for its answer
 * @param replyExpiry how long a client may take to answer a message
 * @param maxOutbound bytes waiting to be sent to one client
 * @param requestTimeout for requests that bring none
 * @param maxConnections of one gateway; zero is off
 * @param maxConnectionsPerAddress of one gateway with one observed IP address; zero is off
 * @param acceptRate new connections of one gateway in a second; zero is off
 */
public record LimitsConfig(
        int maxFrame,
        Duration frameTimeout,
        long frameMemory,
        int maxHeaders,
        int maxHeaderBytes,
        int maxAddress,
        int maxRegistrations,
        int maxPending,
        int maxUnanswered,
        Duration replyExpiry,
        int maxOutbound,
        Duration requestTimeout,
        int maxConnections,
        int maxConnectionsPerAddress,
        int acceptRate) {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int MANY = 1_000_000;

    static LimitsConfig from(ConfigNode node) {
        try (node) {
            Duration millisecond = Duration.ofMillis(1);
            return new LimitsConfig(
                    node.size("maxFrame", MIB, KIB, 15 * MIB),
                    node.duration("frameTimeout", Duration.ofMinutes(2), millisecond, true),
                    memory(node),
                    node.integer("maxHeaders", 64, 0, 10_000),
                    node.size("maxHeaderBytes", 16 * KIB, 0, 15 * MIB),
                    node.size("maxAddress", 255, 16, 64 * KIB),
                    node.integer("maxRegistrations", 1000, 1, MANY),
                    node.integer("maxPending", 1024, 1, MANY),
                    node.integer("maxUnanswered", 1024, 1, MANY),
                    node.duration("replyExpiry", Duration.ofMinutes(5), millisecond, false),
                    node.size("maxOutbound", 4 * MIB, KIB, 1024 * MIB),
                    node.duration("requestTimeout", Duration.ofSeconds(30), millisecond, false),
                    node.integer("maxConnections", 100_000, 0, 10 * MANY),
                    node.integer("maxConnectionsPerAddress", 0, 0, 10 * MANY),
                    node.integer("acceptRate", 0, 0, MANY));
        }
    }

    private static long memory(ConfigNode node) {
        int bytes = node.size("frameMemory", 0, 0, Integer.MAX_VALUE);
        return bytes == 0 ? Runtime.getRuntime().maxMemory() / 8 : bytes;
    }
}
