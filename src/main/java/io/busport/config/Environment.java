package io.busport.config;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code BUSPORT_*} variables of a process.
 *
 * <p>{@code listen.port} is {@code BUSPORT_LISTEN_PORT}; {@code text.flushAfter} is {@code BUSPORT_TEXT_FLUSH_AFTER}, with or without the
 * underscore between its words. A variable that fits no key is an error, like an unknown key in a file.
 */
public final class Environment {
    /** The configuration file; without it {@code conf/busport.yaml} is taken when it is there. */
    static final String FILE = "BUSPORT_CONF";
    /** A directory of {@code *.yaml} files, such as a mounted ConfigMap. */
    public static final String DIRECTORY = "BUSPORT_CONF_DIR";
    /** {@code json} writes the log as JSON lines; read where the log is set up. */
    public static final String LOG = "BUSPORT_LOG";
    /** Jars and folders with a user's own verticles; read by the start script. */
    static final String CLASS_PATH = "BUSPORT_CLASSPATH";

    /** What a client proves itself with; read by the commands that are clients. */
    public static final String TOKEN = "BUSPORT_TOKEN";

    private static final String PREFIX = "BUSPORT_";
    private static final List<String> NOT_KEYS = List.of(FILE, DIRECTORY, LOG, CLASS_PATH, TOKEN);

    private static final Pattern SERVICE_LINK = Pattern.compile(
            PREFIX + "(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_PROTO|_PORT|_ADDR)?)");

    private final Map<String, String> variables;

    public Environment(Map<String, String> variables) {
        this.variables = new TreeMap<>(variables);
    }

    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    @Nullable
    String file() {
        return variables.get(FILE);
    }

    @Nullable
    String directory() {
        return variables.get(DIRECTORY);
    }

    /** The variables as a configuration tree of texts, which {@link ConfigNode} reads as numbers, durations or lists. */
    JsonObject tree(List<ConfigProblem> problems) {
        Map<String, String> pathOf = new TreeMap<>();
        BusportConfig.keys().forEach(key -> pathOf.put(normal(key), key));
        JsonObject tree = new JsonObject();
        variables.forEach((name, value) -> {
            if (!name.startsWith(PREFIX) || NOT_KEYS.contains(name) || isServiceLink(name, value)) {
                return;
            }
            String path = pathOf.get(normal(name.substring(PREFIX.length())));
            if (path == null) {
                problems.add(new ConfigProblem(
                        name, "unknown variable", "a key of conf/busport.yaml, such as BUSPORT_LISTEN_PORT"));
            } else {
                put(tree, path, value);
            }
        });
        return tree;
    }

    /**
     * Kubernetes tells every pod of a namespace about a Service named busport with BUSPORT_SERVICE_HOST, BUSPORT_PORT,
     * BUSPORT_PORT_8000_TCP_ADDR and the like, and about one named busport-admin with BUSPORT_ADMIN_PORT=tcp://10.96.0.8:8080. They are
     * not meant for us.
     */
    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches() || (name.endsWith("_PORT") && value.matches("[a-z]+://.*"));
    }

    private static String normal(String name) {
        return name.replace(".", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static void put(JsonObject tree, String path, String value) {
        String[] steps = path.split("\\.");
        JsonObject at = tree;
        for (int i = 0; i < steps.length - 1; i++) {
            JsonObject next = at.getJsonObject(steps[i]);
            if (next == null) {
                next = new JsonObject();
                at.put(steps[i], next);
            }
            at = next;
        }
        at.put(steps[steps.length - 1], value);
    }
}
