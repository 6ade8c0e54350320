package io.busport.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Everything a gateway is told. The keys are those of {@code conf/busport.yaml}; an empty tree gives the defaults. */
public record BusportConfig(
        ListenConfig listen,
        TlsConfig tls,
        LimitsConfig limits,
        AuthConfig auth,
        PermissionsConfig permissions,
        SessionsConfig sessions,
        TextConfig text,
        List<ServiceConfig> services,
        ClusterConfig cluster,
        AdminConfig admin,
        DrainConfig drain,
        ReloadConfig reload,
        LogConfig log) {

    /**
     * Reads a merged configuration.
     *
     * @throws ConfigException with every problem there is, when there is one
     */
    public static BusportConfig from(JsonObject merged) {
        return from(merged, List.of());
    }

    /** @param found problems that the merging has shown already */
    static BusportConfig from(JsonObject merged, List<ConfigProblem> found) {
        List<ConfigProblem> problems = new ArrayList<>(found);
        BusportConfig config = read(new ConfigNode(merged, problems, new ArrayList<>()));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    /** Every key there is, as a path: {@code listen.port}, {@code listen.keepAlive.idle}. */
    public static List<String> keys() {
        List<String> keys = new ArrayList<>();
        var unused = read(new ConfigNode(new JsonObject(), new ArrayList<>(), keys));
        return keys;
    }

    private static BusportConfig read(ConfigNode root) {
        try (root) {
            ListenConfig listen = ListenConfig.from(root.section("listen"));
            TlsConfig tls = TlsConfig.from(root.section("tls"));
            return new BusportConfig(
                    listen,
                    tls,
                    LimitsConfig.from(root.section("limits")),
                    AuthConfig.from(root.section("auth"), tls),
                    PermissionsConfig.from(root.section("permissions")),
                    SessionsConfig.from(root.section("sessions")),
                    TextConfig.from(root.section("text")),
                    ServiceConfig.from(root.sections("services", "class"), List.of(ServiceConfig.ECHO)),
                    ClusterConfig.from(root.section("cluster")),
                    AdminConfig.from(root.section("admin")),
                    DrainConfig.from(root.section("drain")),
                    ReloadConfig.from(root.section("reload")),
                    LogConfig.from(root.section("log")));
        }
    }
}
