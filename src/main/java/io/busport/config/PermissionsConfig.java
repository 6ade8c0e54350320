package io.busport.config;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What clients may do: everything that no rule permits is denied.
 *
 * @param inbound addresses that clients may send and publish to
 * @param outbound addresses that clients may hear
 */
public record PermissionsConfig(List<Rule> inbound, List<Rule> outbound) {
    private static final Pattern RESERVED_REGEX = Pattern.compile("\\^?(busport|__vertx)\\\\\\..*");

    /** A playground for two terminals; the comment in {@code conf/busport.yaml} says to remove it. */
    private static final Rule DEMO = new Rule(null, "demo\\..+", new JsonObject(), null);

    /**
     * Permits some addresses. It has either {@code address} or {@code addressRegex}.
     *
     * @param address the only address permitted
     * @param addressRegex a regular expression that fits the whole of every address permitted
     * @param match what a body must contain, not to be changed; empty for any body
     * @param requiredAuthority what a client must have proven to be
     */
    public record Rule(
            @Nullable String address,
            @Nullable String addressRegex,
            JsonObject match,
            @Nullable String requiredAuthority) {
        static Rule of(String address) {
            return new Rule(address, null, new JsonObject(), null);
        }

        private static Rule from(ConfigNode node) {
            try (node) {
                Rule rule = new Rule(
                        node.optional("address"),
                        node.optional("addressRegex"),
                        node.object("match"),
                        node.optional("requiredAuthority"));
                rule.check(node);
                return rule;
            }
        }

        private void check(ConfigNode node) {
            if (address == null && addressRegex == null) {
                node.reject("address", "nothing", "an address, or an addressRegex: a rule needs one of them");
            } else if (address != null && addressRegex != null) {
                node.reject("addressRegex", addressRegex, "address or addressRegex, not both");
            } else if (address != null && ReservedAddresses.covers(address)) {
                node.reject("address", address, ReservedAddresses.EXPECTED);
            } else if (addressRegex != null) {
                checkRegex(node, addressRegex);
            }
        }

        private static void checkRegex(ConfigNode node, String regex) {
            try {
                var unused = Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                // Its full message has a drawing below it; one line is what fits an error.
                node.reject("addressRegex", regex, "a regular expression of Java, but: " + e.getDescription());
                return;
            }
            if (RESERVED_REGEX.matcher(regex).matches()) {
                node.reject("addressRegex", regex, ReservedAddresses.EXPECTED);
            }
        }
    }

    static PermissionsConfig from(ConfigNode node) {
        try (node) {
            return new PermissionsConfig(
                    rules(node, "inbound", List.of(Rule.of("messages"), Rule.of("broadcast"), DEMO)),
                    rules(node, "outbound", List.of(Rule.of("broadcast"), DEMO)));
        }
    }

    private static List<Rule> rules(ConfigNode node, String key, List<Rule> orElse) {
        List<ConfigNode> entries = node.sections(key, "address");
        return entries == null ? orElse : entries.stream().map(Rule::from).toList();
    }
}
