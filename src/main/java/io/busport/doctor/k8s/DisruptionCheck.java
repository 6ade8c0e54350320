package io.busport.doctor.k8s;

import io.busport.doctor.Finding;
import io.busport.doctor.Section;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What is left when one gateway leaves. */
final class DisruptionCheck {
    private DisruptionCheck() {}

    static Section judge(Facts facts) {
        List<Finding> findings = new ArrayList<>();
        int replicas = facts.replicas();
        if (replicas == 1) {
            findings.add(Finding.open(
                    "one replica",
                    "its sessions end with it; an update waits for its clients",
                    "two or more: k8s/base"));
        }
        JsonObject labels = facts.workload() == null
                ? new JsonObject()
                : Facts.object(facts.workload(), "spec", "template", "metadata", "labels");
        List<JsonObject> budgets = facts.budgets().stream()
                .filter(b -> Facts.covers(Facts.object(b, "spec", "selector", "matchLabels"), labels))
                .toList();
        if (budgets.isEmpty() && replicas > 1) {
            findings.add(Finding.wrong(
                    "no PodDisruptionBudget covers the gateways",
                    "a drain of several nodes may take all gateways at the same time, and with them what sessions are owed",
                    "k8s/base/disruption-budget.yaml: maxUnavailable: 1"));
        }
        budgets.forEach(b -> findings.add(budget(b)));
        if (findings.isEmpty()) {
            findings.add(Finding.open("nothing to disrupt: no workload"));
        }
        return new Section("disruptions", findings, new JsonObject().put("replicas", replicas));
    }

    private static Finding budget(JsonObject budget) {
        JsonObject status = Facts.object(budget, "status");
        int allowed = status.getInteger("disruptionsAllowed", 0);
        boolean allHealthy = status.getInteger("currentHealthy", 0) >= status.getInteger("expectedPods", 0);
        String what = "PodDisruptionBudget " + Facts.name(budget) + ": " + allowed + " may go now";
        if (allowed == 0 && allHealthy) {
            return Finding.wrong(
                    what + ", although all are healthy",
                    "a minAvailable as large as the number of gateways: a node drain waits for ever",
                    "maxUnavailable: 1 instead of minAvailable");
        }
        return allowed == 0
                ? Finding.open(what, "one is not healthy, and the others are kept until it is", null)
                : Finding.well(what);
    }
}
