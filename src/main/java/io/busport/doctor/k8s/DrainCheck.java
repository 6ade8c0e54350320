package io.busport.doctor.k8s;

import io.busport.config.BusportConfig;
import io.busport.config.ConfigException;
import io.busport.config.DrainConfig;
import io.busport.config.Units;
import io.busport.doctor.Finding;
import io.busport.doctor.Section;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Whether a gateway has the time that it takes to leave. */
final class DrainCheck {
    private static final String TITLE = "drain";
    /** What Kubernetes gives when nothing is said, in seconds. */
    private static final int USUAL_GRACE = 30;

    private DrainCheck() {}

    static Section judge(Facts facts) {
        JsonObject workload = facts.workload();
        if (workload == null) {
            return Section.of(TITLE, Finding.open("no Deployment or StatefulSet has the pods of the Service"));
        }
        Duration grace = Duration.ofSeconds(Facts.object(workload, "spec", "template", "spec")
                .getInteger("terminationGracePeriodSeconds", USUAL_GRACE));
        DrainConfig drain;
        try {
            drain = drainOf(facts);
        } catch (ConfigException | YAMLException e) {
            return Section.of(
                    TITLE,
                    Finding.wrong(
                            "the configuration in the ConfigMap cannot be read: "
                                    + String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse(""),
                            "a wrong value: gateways that start now end at once",
                            "`busport check FILE` names all of them"));
        }
        List<Finding> findings = new ArrayList<>();
        Duration needed = drain.timeout().plus(DrainConfig.MARGIN);
        String kind = workload.getString("kind", "Deployment").toLowerCase(Locale.ROOT);
        String patch =
                "`kubectl -n %s patch %s %s -p '{\"spec\":{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":%d}}}}'`"
                        .formatted(facts.namespace(), kind, Facts.name(workload), needed.toSeconds());
        if (grace.compareTo(needed) < 0) {
            findings.add(Finding.wrong(
                    "grace period " + Units.say(grace) + ", and a drain takes up to " + Units.say(drain.timeout()),
                    "the gateway is killed while clients are still leaving: it needs drain.timeout and "
                            + Units.say(DrainConfig.MARGIN) + " to end",
                    patch + ", or a shorter drain.timeout"));
        } else {
            findings.add(Finding.well("grace period " + Units.say(grace) + ", enough for a drain of up to "
                    + Units.say(drain.timeout())));
        }
        if (!drain.gracePeriod().isZero() && !drain.gracePeriod().equals(grace)) {
            findings.add(Finding.wrong(
                    "the gateway believes in a grace period of " + Units.say(drain.gracePeriod()) + ", and it is "
                            + Units.say(grace),
                    "BUSPORT_DRAIN_GRACE_PERIOD and terminationGracePeriodSeconds were not changed together",
                    "set both to the same"));
        }
        if (drain.endpointDelay().isZero()) {
            findings.add(Finding.open(
                    "drain.endpointDelay is 0 s",
                    "nodes go on sending new clients for a second or two after a gateway has begun to leave",
                    "drain.endpointDelay: 5s"));
        }
        return new Section(
                TITLE,
                findings,
                new JsonObject()
                        .put("graceMs", grace.toMillis())
                        .put("drainMs", drain.timeout().toMillis()));
    }

    /** As the gateway reads it: files over defaults, and variables over both. */
    private static DrainConfig drainOf(Facts facts) {
        JsonObject merged = new JsonObject();
        for (JsonObject map : facts.configMaps()) {
            Facts.object(map, "data").stream()
                    .filter(file -> file.getKey().endsWith(".yaml"))
                    .forEach(file -> merged.mergeIn(yaml(String.valueOf(file.getValue())), true));
        }
        JsonObject drain = Facts.object(merged, "drain").copy();
        Map<String, String> variables = facts.environment();
        Map.of(
                        "BUSPORT_DRAIN_TIMEOUT", "timeout",
                        "BUSPORT_DRAIN_ENDPOINT_DELAY", "endpointDelay",
                        "BUSPORT_DRAIN_GRACE_PERIOD", "gracePeriod")
                .forEach((variable, key) -> {
                    if (variables.containsKey(variable)) {
                        drain.put(key, variables.get(variable));
                    }
                });
        return BusportConfig.from(new JsonObject().put("drain", drain)).drain();
    }

    private static JsonObject yaml(String text) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        JsonObject plain = new JsonObject();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> plain.put(String.valueOf(key), value));
        }
        return plain;
    }
}
