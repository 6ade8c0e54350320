package io.busport.doctor;

import io.busport.client.Endpoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One connection seen from both its ends.
 *
 * @param target which address was dialled
 * @param local this end's own address
 * @param observed what the gateway sees
 * @param neighbour whether the target is in a network of this machine, so that no router is between
 */
record Sighting(Target target, Endpoint local, Endpoint observed, boolean neighbour) {
    static final String TITLE = "your address";

    private boolean isTranslated() {
        return !local.equals(observed);
    }

    /**
     * Whether it can only be the cluster that has put an address of its own in the place of ours: what the world has translated is a
     * public address, and between neighbours there is nobody else.
     */
    private boolean isHidden() {
        return !local.host().equals(observed.host())
                && (observed.host().equals(target.ip())
                        || neighbour
                        || (Networks.isInner(observed.host()) && !Networks.isInner(target.ip())));
    }

    static Section judge(List<Sighting> seen) {
        if (seen.isEmpty()) {
            return Section.of(TITLE, Finding.open("no gateway has said how it sees us"));
        }
        List<Finding> findings = new ArrayList<>();
        Sighting one = seen.get(0);
        String both = "here " + one.local + ", seen as " + one.observed;
        Set<String> places = seen.stream().map(s -> s.observed.host()).collect(Collectors.toCollection(TreeSet::new));
        // Each node puts its own address there, and an address on its pods' side when the pod is its own.
        boolean innerAndVarying = places.size() > 1 && places.stream().allMatch(Networks::isInner);
        if (seen.stream().noneMatch(Sighting::isTranslated)) {
            findings.add(Finding.well(both + ": no address translation between"));
        } else if (seen.stream().anyMatch(Sighting::isHidden) || innerAndVarying) {
            findings.add(Finding.well(
                    "the gateway does not see your address but the node's: here " + one.local + ", seen as "
                            + String.join(" and ", places),
                    "externalTrafficPolicy: Cluster (or a proxy without PROXY protocol): every node takes connections and puts its own"
                            + " address in the place of yours. Whether a NAT is before it cannot be seen from here"));
            findings.add(
                    Finding.open(
                            "limits per address count all clients of a node together",
                            null,
                            "if the gateway has to see clients: policy Local, k8s/components/source-address, and its price in docs/kubernetes.md"));
        } else if (places.stream().allMatch(Networks::isInner)) {
            findings.add(Finding.open(
                    both + ": translated inside private networks",
                    "a router or VPN on your side, or a node under policy Cluster: from here both look the same",
                    "`busport doctor k8s` says the policy"));
        } else {
            findings.add(
                    Finding.well(
                            both + ": behind NAT, " + (keepsPorts(seen) ? "which keeps ports" : "which chooses ports"),
                            "the gateway sees the NAT's address (policy Local, or no Kubernetes): many share it, so it identifies nobody"));
        }
        carrier(seen, places, findings);
        return new Section(TITLE, findings, facts(seen));
    }

    private static JsonObject facts(List<Sighting> seen) {
        JsonArray all = new JsonArray();
        seen.forEach(s -> all.add(new JsonObject()
                .put("target", s.target.address().toString())
                .put("local", s.local.toString())
                .put("observed", s.observed.toString())));
        return new JsonObject().put("connections", all);
    }

    private static boolean keepsPorts(List<Sighting> seen) {
        return seen.stream().allMatch(s -> s.local.port() == s.observed.port());
    }

    private static void carrier(List<Sighting> seen, Set<String> places, List<Finding> findings) {
        boolean inside = seen.stream().anyMatch(s -> Networks.isCarrier(s.local.host()));
        boolean pool = places.size() > 1 && places.stream().noneMatch(Networks::isInner);
        String fix = "mappings may be few and short: one connection for each device, and --idle-probe 5m";
        if (inside) {
            findings.add(Finding.open(
                    "carrier-grade NAT: your own address is of 100.64.0.0/10",
                    "or of an overlay network (Tailscale)",
                    fix));
        } else if (pool) {
            findings.add(Finding.open(
                    "carrier-grade NAT suspected: several public addresses at the same time, "
                            + String.join(" and ", places),
                    "a pool of addresses; a home router has one",
                    fix));
        } else if (places.stream().noneMatch(Networks::isInner) && seen.stream().anyMatch(Sighting::isTranslated)) {
            findings.add(Finding.open(
                    "whether a carrier translates once more cannot be seen from the two ends",
                    null,
                    "compare " + String.join(" and ", places)
                            + " with the WAN address on your router's page: another one there, mostly of"
                            + " 100.64.0.0/10, is a carrier-grade NAT"));
        }
    }
}
