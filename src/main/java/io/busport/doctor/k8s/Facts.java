package io.busport.doctor.k8s;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster says, as {@code kubectl} prints it.
 *
 * @param workload the Deployment or StatefulSet whose pods the Service selects; null when there is none
 * @param nodes null when they may not be listed
 * @param configMaps those that the workload mounts
 */
record Facts(
        String namespace,
        JsonObject service,
        List<JsonObject> slices,
        @Nullable JsonObject workload,
        List<JsonObject> pods,
        List<JsonObject> budgets,
        @Nullable List<JsonObject> nodes,
        List<JsonObject> configMaps) {

    /** Asks for all of it. Blocks. */
    static Facts ask(Kubectl kubectl, String name) throws Kubectl.Failed {
        JsonObject service = kubectl.get("service", name);
        JsonObject selector = object(service, "spec", "selector");
        JsonObject workload = kubectl.list("deployments,statefulsets").stream()
                .filter(w -> covers(selector, object(w, "spec", "template", "metadata", "labels")))
                .findFirst()
                .orElse(null);
        String labels =
                selector.stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(","));
        List<JsonObject> configMaps = new ArrayList<>();
        for (String map : mounted(workload)) {
            configMaps.add(kubectl.get("configmap", map));
        }
        return new Facts(
                kubectl.namespace(),
                service,
                kubectl.list("endpointslices", "-l", "kubernetes.io/service-name=" + name),
                workload,
                kubectl.list("pods", "-l", labels),
                kubectl.list("poddisruptionbudgets"),
                nodes(kubectl),
                configMaps);
    }

    /** They belong to no namespace, and not everybody who may see the gateways may see them. */
    private static @Nullable List<JsonObject> nodes(Kubectl kubectl) {
        try {
            return kubectl.list("nodes");
        } catch (Kubectl.Failed notAllowed) {
            return null;
        }
    }

    private static List<String> mounted(@Nullable JsonObject workload) {
        return workload == null
                ? List.of()
                : all(object(workload, "spec", "template", "spec"), "volumes")
                        .map(v -> object(v, "configMap").getString("name"))
                        .filter(Objects::nonNull)
                        .toList();
    }

    static boolean covers(JsonObject selector, JsonObject labels) {
        return !selector.isEmpty()
                && selector.stream().allMatch(e -> Objects.equals(e.getValue(), labels.getValue(e.getKey())));
    }

    /** The object at a path; empty where there is none. */
    static JsonObject object(JsonObject in, String... path) {
        JsonObject at = in;
        for (String step : path) {
            at = at.getJsonObject(step) == null ? new JsonObject() : at.getJsonObject(step);
        }
        return at;
    }

    /** The objects of a list; none where there is no list. */
    static Stream<JsonObject> all(JsonObject in, String list) {
        JsonArray items = in.getJsonArray(list);
        return items == null ? Stream.of() : items.stream().map(JsonObject.class::cast);
    }

    static String name(JsonObject any) {
        return object(any, "metadata").getString("name", "?");
    }

    JsonObject spec() {
        return object(service, "spec");
    }

    /** The endpoints of all slices. */
    List<JsonObject> endpoints() {
        return slices.stream().flatMap(s -> all(s, "endpoints")).toList();
    }

    static boolean isReady(JsonObject endpoint) {
        // Nothing said is yes, as the API has it.
        return object(endpoint, "conditions").getBoolean("ready", true);
    }

    /** The variables of the gateway's container that have a value of their own. */
    Map<String, String> environment() {
        return workload == null
                ? Map.of()
                : all(object(workload, "spec", "template", "spec"), "containers")
                        .flatMap(c -> all(c, "env"))
                        .filter(e -> e.getString("value") != null)
                        .collect(Collectors.toMap(
                                e -> e.getString("name"), e -> e.getString("value"), (first, second) -> first));
    }

    int replicas() {
        return workload == null ? 0 : object(workload, "spec").getInteger("replicas", 1);
    }
}
