package io.busport.config;

import java.time.Duration;
import java.util.List;

/**
 * The text dialect. The reason for each number stands beside it in {@code conf/busport.yaml}.
 *
 * @param flushAfter zero: only a line end ends a message
 * @param maxLine bytes of one message
 * @param maxPending messages of one connection without an answer
 * @param maxPendingBytes bytes of those messages
 * @param idleTimeout zero keeps silent connections
 */
public record TextConfig(
        String address,
        List<String> subscribe,
        Duration flushAfter,
        int maxLine,
        int maxPending,
        int maxPendingBytes,
        Duration timeout,
        Duration idleTimeout) {

    private static final int MIB = 1 << 20;

    static TextConfig from(ConfigNode node) {
        try (node) {
            TextConfig text = new TextConfig(
                    node.string("address", "messages"),
                    node.strings("subscribe", List.of("broadcast")),
                    node.duration("flushAfter", Duration.ofMillis(50), Duration.ofMillis(1), true),
                    node.size("maxLine", 64 << 10, 16, 16 * MIB),
                    node.integer("maxPending", 256, 1, 1_000_000),
                    node.size("maxPendingBytes", 256 << 10, 16, 1024 * MIB),
                    node.duration("timeout", Duration.ofSeconds(5), Duration.ofMillis(1), false),
                    node.duration("idleTimeout", Duration.ZERO, Duration.ofMillis(10), true));
            if (ReservedAddresses.covers(text.address)) {
                node.reject("address", text.address, ReservedAddresses.EXPECTED);
            }
            text.subscribe.stream()
                    .filter(ReservedAddresses::covers)
                    .forEach(a -> node.reject("subscribe", a, ReservedAddresses.EXPECTED));
            return text;
        }
    }
}
