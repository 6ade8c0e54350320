package io.busport.doctor.k8s;

import io.busport.doctor.Finding;
import io.busport.doctor.Section;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who is behind the Service. */
final class EndpointsCheck {
    private EndpointsCheck() {}

    static Section judge(Facts facts) {
        List<Finding> findings = new ArrayList<>();
        List<JsonObject> all = facts.endpoints();
        List<JsonObject> ready = all.stream().filter(Facts::isReady).toList();
        if (ready.isEmpty()) {
            findings.add(Finding.wrong(
                    "no gateway is ready, of " + all.size(),
                    all.isEmpty() ? "no pod has the labels that the Service selects" : "their /health/ready says no",
                    "`kubectl -n " + facts.namespace() + " get pods`; until then connections are refused"));
        } else {
            findings.add(Finding.well(ready.size() + " of " + all.size() + " gateways are ready: " + names(ready)));
            if (ready.size() < all.size()) {
                findings.add(Finding.wrong(
                        "not ready: "
                                + names(all.stream()
                                        .filter(e -> !Facts.isReady(e))
                                        .toList()),
                        "it starts, drains, or does not get into the cluster of gateways",
                        "its log; docs/kubernetes.md, \"When an update is stuck\""));
            }
        }
        if ("Local".equals(facts.spec().getString("externalTrafficPolicy")) && !ready.isEmpty()) {
            nodes(facts, ready, findings);
        }
        JsonObject counts = new JsonObject().put("ready", ready.size()).put("all", all.size());
        return new Section("endpoints", findings, counts);
    }

    private static String names(List<JsonObject> endpoints) {
        return endpoints.stream()
                .map(e -> Facts.object(e, "targetRef").getString("name", "?") + " on " + e.getString("nodeName", "?"))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static void nodes(Facts facts, List<JsonObject> ready, List<Finding> findings) {
        List<JsonObject> nodes = facts.nodes();
        if (nodes == null) {
            findings.add(Finding.open("nodes may not be listed, so those without a gateway are not known"));
            return;
        }
        Set<String> without = nodes.stream().map(Facts::name).collect(Collectors.toCollection(TreeSet::new));
        ready.forEach(e -> without.remove(e.getString("nodeName", "")));
        if (!without.isEmpty()) {
            findings.add(Finding.open(
                    "nodes without a gateway, which drop clients without a word: " + String.join(", ", without),
                    "policy Local",
                    "dial other nodes, run a gateway on each, or use policy Cluster"));
        }
    }
}
