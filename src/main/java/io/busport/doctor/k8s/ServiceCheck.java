package io.busport.doctor.k8s;

import io.busport.doctor.Finding;
import io.busport.doctor.Section;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether clients outside can get in, and what the gateway sees of them. */
final class ServiceCheck {
    private ServiceCheck() {}

    static Section judge(Facts facts) {
        List<Finding> findings = new ArrayList<>();
        JsonObject spec = facts.spec();
        String type = spec.getString("type", "ClusterIP");
        Optional<Integer> nodePort = Facts.all(spec, "ports")
                .map(p -> p.getInteger("nodePort"))
                .filter(p -> p != null)
                .findFirst();
        if (nodePort.isPresent()) {
            findings.add(
                    Finding.well(type + ", nodePort " + nodePort.get() + ": clients dial nodeIP:" + nodePort.get()));
        } else {
            findings.add(Finding.wrong(
                    type + " without a nodePort: nobody outside gets in",
                    "the Service has another type than NodePort or LoadBalancer",
                    "`kubectl -n " + facts.namespace() + " patch service " + Facts.name(facts.service())
                            + " -p '{\"spec\":{\"type\":\"NodePort\"}}'`"));
        }
        if ("Local".equals(spec.getString("externalTrafficPolicy"))) {
            findings.add(Finding.well(
                    "externalTrafficPolicy: Local",
                    "the gateway sees the client's address; only nodes with a gateway answer"));
        } else {
            findings.add(Finding.well(
                    "externalTrafficPolicy: Cluster",
                    "every node answers; the gateway sees a node's address, not the client's"));
        }
        if ("ClientIP".equals(spec.getString("sessionAffinity"))) {
            findings.add(Finding.open(
                    "sessionAffinity: ClientIP",
                    "all clients behind one NAT, or one node, land on the same gateway",
                    "sessionAffinity: None; a session finds its gateway by itself"));
        }
        return new Section("service", findings, new JsonObject().put("nodePort", nodePort.orElse(null)));
    }
}
