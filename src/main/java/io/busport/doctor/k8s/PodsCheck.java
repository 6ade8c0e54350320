package io.busport.doctor.k8s;

import io.busport.doctor.Finding;
import io.busport.doctor.Section;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What the gateways' pods have been through. */
final class PodsCheck {
    private PodsCheck() {}

    static Section judge(Facts facts) {
        List<Finding> findings = new ArrayList<>();
        for (JsonObject pod : facts.pods()) {
            String name = Facts.name(pod);
            if ("Pending".equals(Facts.object(pod, "status").getString("phase"))) {
                findings.add(Finding.wrong(
                        name + " is pending",
                        Facts.all(Facts.object(pod, "status"), "conditions")
                                .filter(c -> "False".equals(c.getString("status")))
                                .map(c -> c.getString("message", c.getString("reason", "?")))
                                .findFirst()
                                .orElse("no node has room, or its image is not there"),
                        "`kubectl -n " + facts.namespace() + " describe pod " + name + "`"));
            }
            Facts.all(Facts.object(pod, "status"), "containerStatuses").forEach(c -> container(name, c, findings));
        }
        if (findings.isEmpty()) {
            findings.add(
                    facts.pods().isEmpty()
                            ? Finding.open("no pods")
                            : Finding.well(facts.pods().size() + " pods, none waits, none was ended from outside"));
        }
        return Section.of("pods", findings.toArray(Finding[]::new));
    }

    private static void container(String pod, JsonObject status, List<Finding> findings) {
        String waits = Facts.object(status, "state", "waiting").getString("reason");
        if (waits != null && !waits.equals("ContainerCreating")) {
            findings.add(Finding.wrong(
                    pod + " waits: " + waits,
                    waits.contains("Image")
                            ? "the node does not have the image and cannot pull it"
                            : "its last start failed",
                    waits.contains("Image")
                            ? "load it into the node, or name one that can be pulled: README, \"Deploy to Kubernetes\""
                            : "`kubectl logs --previous " + pod + "`"));
        }
        JsonObject last = Facts.object(status, "lastState", "terminated");
        String reason = last.getString("reason", "");
        if (reason.equals("OOMKilled") || last.getInteger("exitCode", 0) == 137) {
            findings.add(Finding.wrong(
                    pod + " was killed, " + (reason.isEmpty() ? "exit code 137" : reason) + ", restarts "
                            + status.getInteger("restartCount", 0),
                    reason.equals("OOMKilled")
                            ? "more memory than its limit"
                            : "its liveness probe, or a drain that did not fit the grace period",
                    reason.equals("OOMKilled")
                            ? "a higher memory limit, or a lower sessions.memory"
                            : "see drain below; CPU limits that leave the event loops no time"));
        }
    }
}
