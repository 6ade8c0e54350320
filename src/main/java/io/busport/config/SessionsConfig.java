package io.busport.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What outlives connections, and for how long. The reason for each number stands beside it in {@code conf/busport.yaml}.
 *
 * @param expiry of a session without a connection, when its client does not say; {@code maxExpiry} is the most a client may ask for
 * @param heartbeat how often a client has to say something, when it does not say; {@code maxHeartbeat} likewise
 * @param remember for how long the number a session got to is kept after it is gone
 * @param max sessions of one gateway, attached or not
 * @param memory bytes of all sessions of one gateway together
 * @param overflow the first rule that covers an address says what is done with what comes from there and cannot be kept
 */
public record SessionsConfig(
        Duration expiry,
        Duration maxExpiry,
        Duration heartbeat,
        Duration maxHeartbeat,
        Duration remember,
        int max,
        long memory,
        WindowConfig window,
        OutboxConfig outbox,
        List<OverflowRule> overflow) {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final List<String> POLICIES = List.of("confirm", "drop-oldest", "latest", "close");

    /** What a client may have on its way without an acknowledgement. */
    public record WindowConfig(int messages, int bytes) {}

    /** What is kept for one client, at most, and for how long; zero: as long as its session. */
    public record OutboxConfig(int messages, int bytes, Duration maxAge) {}

    /**
     * What is done with messages from some addresses that cannot be kept. It has either {@code address} or {@code addressRegex}.
     *
     * @param key what a message is the latest of: a field of its body, or a header
     */
    public record OverflowRule(
            @Nullable String address,
            @Nullable String addressRegex,
            String policy,
            @Nullable String key) {
        private static OverflowRule from(ConfigNode node) {
            try (node) {
                OverflowRule rule = new OverflowRule(
                        node.optional("address"),
                        node.optional("addressRegex"),
                        node.oneOf("policy", "drop-oldest", POLICIES),
                        node.optional("key"));
                rule.check(node);
                return rule;
            }
        }

        private void check(ConfigNode node) {
            if ((address == null) == (addressRegex == null)) {
                node.reject(
                        "address",
                        address == null ? "nothing" : address,
                        "an address or an addressRegex: a rule has one of them");
            } else if (addressRegex != null) {
                try {
                    var unused = Pattern.compile(addressRegex);
                } catch (PatternSyntaxException e) {
                    node.reject(
                            "addressRegex", addressRegex, "a regular expression of Java, but: " + e.getDescription());
                }
            }
        }
    }

    static SessionsConfig from(ConfigNode node) {
        try (node) {
            Duration second = Duration.ofSeconds(1);
            Duration day = Duration.ofHours(24);
            return new SessionsConfig(
                    node.duration("expiry", Duration.ofMinutes(15), Duration.ofMillis(100), day, true),
                    node.duration("maxExpiry", day, second, Duration.ofHours(500), false),
                    node.duration("heartbeat", Duration.ofSeconds(15), Duration.ofMillis(100), false),
                    node.duration("maxHeartbeat", Duration.ofSeconds(200), Duration.ofMillis(100), false),
                    node.duration("remember", day, Duration.ZERO, false),
                    node.integer("max", 100_000, 1, 10_000_000),
                    memory(node),
                    window(node.section("window")),
                    outbox(node.section("outbox")),
                    rules(node));
        }
    }

    private static long memory(ConfigNode node) {
        int bytes = node.size("memory", 0, 0, Integer.MAX_VALUE);
        return bytes == 0 ? Runtime.getRuntime().maxMemory() / 4 : bytes;
    }

    private static WindowConfig window(ConfigNode node) {
        try (node) {
            return new WindowConfig(node.integer("messages", 256, 1, 100_000), node.size("bytes", MIB, KIB, 256 * MIB));
        }
    }

    private static OutboxConfig outbox(ConfigNode node) {
        try (node) {
            return new OutboxConfig(
                    node.integer("messages", 10_000, 1, 10_000_000),
                    node.size("bytes", 4 * MIB, KIB, 1024 * MIB),
                    node.duration("maxAge", Duration.ZERO, Duration.ofMillis(1), true));
        }
    }

    private static List<OverflowRule> rules(ConfigNode node) {
        List<ConfigNode> entries = node.sections("overflow", "address");
        return entries == null
                ? List.of()
                : entries.stream().map(OverflowRule::from).toList();
    }
}
