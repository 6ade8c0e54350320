package io.busport.config;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything a link is told. The keys are those of {@code conf/link.yaml}.
 *
 * @param to addresses of the gateway, {@code host:port}, tried in turn
 * @param tls how it is called
 * @param name of the session; null for none
 * @param token what the link proves itself with, or {@code @FILE}, which is read for each connection; null for none
 * @param state file that keeps the session's identity; null for none
 * @param spool directory for what is not acknowledged; null for none
 * @param requestTimeout for answers, on either bus
 * @param exports local addresses whose messages leave
 * @param imports addresses of the cluster that appear on the local bus
 * @param services for the command line, which deploys them beside the link; the verticle itself does not
 */
public record LinkConfig(
        List<String> to,
        LinkTlsConfig tls,
        @Nullable String name,
        @Nullable String token,
        String dialect,
        @Nullable String state,
        @Nullable String spool,
        Duration heartbeat,
        Duration expiry,
        Duration requestTimeout,
        List<Linked> exports,
        List<Linked> imports,
        List<ServiceConfig> services) {
    private static final Pattern ENDPOINT = Pattern.compile("(?:\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]\\s]+):(\\d{1,5})");
    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * An address on one side that is known on the other.
     *
     * @param address where messages are heard: of the local bus in an export, of the cluster in an import
     * @param as where they go on; the same address unless it is renamed
     */
    public record Linked(String address, String as) {
        private static Linked from(ConfigNode node) {
            try (node) {
                String address = node.string("address", "");
                String as = node.string("as", address);
                if (address.isEmpty()) {
                    node.reject("address", "nothing", "an event bus address");
                } else if (ReservedAddresses.covers(address)) {
                    node.reject("address", address, ReservedAddresses.EXPECTED);
                } else if (ReservedAddresses.covers(as)) {
                    node.reject("as", as, ReservedAddresses.EXPECTED);
                }
                return new Linked(address, as);
            }
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "LinkConfig[to " + to + ", name " + name + ", export " + exports + ", import " + imports + "]";
    }

    /** @throws ConfigException with every problem there is, when there is one */
    public static LinkConfig from(JsonObject tree) {
        List<ConfigProblem> problems = new ArrayList<>();
        LinkConfig config = read(new ConfigNode(tree, problems, new ArrayList<>()));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    /** Every key there is. */
    public static List<String> keys() {
        List<String> keys = new ArrayList<>();
        var unused = read(new ConfigNode(new JsonObject(), new ArrayList<>(), keys));
        return keys;
    }

    private static LinkConfig read(ConfigNode root) {
        try (root) {
            LinkConfig config = new LinkConfig(
                    root.strings("to", List.of()),
                    LinkTlsConfig.from(root.section("tls")),
                    root.optional("name"),
                    root.optional("token"),
                    root.oneOf("dialect", "binary", List.of("binary", "json-lines", "bridge")),
                    root.optional("state"),
                    root.optional("spool"),
                    root.duration("heartbeat", Duration.ofSeconds(15), SECOND, Duration.ofSeconds(200), false),
                    root.duration("expiry", Duration.ofMinutes(15), SECOND, Duration.ofHours(24), true),
                    root.duration("requestTimeout", Duration.ofSeconds(30), Duration.ofMillis(1), false),
                    linked(root, "export"),
                    linked(root, "import"),
                    ServiceConfig.from(root.sections("services", "class"), List.of()));
            config.check(root);
            return config;
        }
    }

    private static List<Linked> linked(ConfigNode root, String key) {
        List<ConfigNode> entries = root.sections(key, "address");
        return entries == null ? List.of() : entries.stream().map(Linked::from).toList();
    }

    private void check(ConfigNode root) {
        if (to.isEmpty()) {
            root.reject("to", "nothing", "a gateway's address HOST:PORT, such as 203.0.113.1:30800");
        }
        to.stream()
                .filter(endpoint -> !isEndpoint(endpoint))
                .forEach(endpoint -> root.reject(
                        "to", endpoint, "HOST:PORT with a port from 1 to 65535, such as 203.0.113.1:30800"));
        if (exports.isEmpty() && imports.isEmpty()) {
            root.reject("import", "nothing", "at least one address to export or to import");
        }
        rejectRepeated(root, "export", exports);
        rejectRepeated(root, "import", imports);
        rejectCircles(root);
    }

    private static boolean isEndpoint(String text) {
        Matcher m = ENDPOINT.matcher(text);
        return m.matches() && Integer.parseInt(m.group(1)) > 0 && Integer.parseInt(m.group(1)) < 65_536;
    }

    private static void rejectRepeated(ConfigNode root, String key, List<Linked> all) {
        Set<String> seen = new HashSet<>();
        for (Linked one : all) {
            if (!one.address.isEmpty() && !seen.add(one.address)) {
                root.reject(key, one.address, "each address once");
            }
        }
    }

    /** What is imported to where an export listens would leave again, and what is exported to where an import listens would come back. */
    private void rejectCircles(ConfigNode root) {
        for (Linked in : imports) {
            for (Linked out : exports) {
                if (in.as.equals(out.address) || in.address.equals(out.as)) {
                    String both = in.as.equals(out.address) ? in.as : in.address;
                    root.reject(
                            "import", both, "an address that is not exported, too: messages would go round in circles");
                }
            }
        }
    }
}
