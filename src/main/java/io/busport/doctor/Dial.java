package io.busport.doctor;

import io.busport.client.Dialer;
import io.busport.config.Units;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An attempt to connect.
 *
 * @param millis until it was decided
 * @param reason in the system's words, when it is none of the usual ones
 */
record Dial(Target target, Outcome outcome, long millis, String reason) {
    enum Outcome {
        CONNECTED,
        REFUSED,
        NO_ANSWER,
        UNREACHABLE,
        FAILED
    }

    static Dial failed(Target target, Throwable why, long millis) {
        String reason = Dialer.reason(why);
        Outcome outcome = switch (reason) {
            case "connection refused" -> Outcome.REFUSED;
            case "connection timed out" -> Outcome.NO_ANSWER;
            case "no route to host", "network is unreachable", "host is unreachable" -> Outcome.UNREACHABLE;
            default -> Outcome.FAILED;
        };
        return new Dial(target, outcome, millis, reason);
    }

    static Section judge(List<Dial> dials, Duration timeout) {
        List<Finding> findings = new ArrayList<>();
        JsonObject facts = new JsonObject();
        for (Dial d : dials) {
            findings.add(d.judge(timeout));
            facts.put(
                    d.target.address().toString(),
                    new JsonObject()
                            .put(
                                    "outcome",
                                    d.outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .put("afterMs", d.millis));
        }
        return new Section("connect", findings, facts);
    }

    private Finding judge(Duration timeout) {
        return switch (outcome) {
            case CONNECTED -> Finding.well(target + " accepts, " + millis + " ms");
            case REFUSED ->
                Finding.wrong(
                        target + " is refused, after " + millis + " ms",
                        "the machine is there and nothing listens on the port; on a NodePort: no gateway is ready, or it is not this"
                                + " Service's nodePort",
                        "`busport doctor k8s`, or `kubectl -n busport get pods,endpointslices`; outside Kubernetes start the gateway");
            case NO_ANSWER ->
                Finding.wrong(
                        target + " is filtered: no answer within " + Units.say(timeout),
                        "a firewall drops it; or policy Local and this node has no ready gateway; or a router's public address used"
                                + " from inside without hairpin NAT",
                        "let TCP " + target.address().port() + " in (security group, nftables); try another node;"
                                + " `busport doctor k8s` names nodes without a gateway");
            case UNREACHABLE ->
                Finding.wrong(
                        target + " is unreachable: " + reason,
                        "no route from here, or the node or the pod behind it is gone",
                        "`ip route get " + target.ip() + "` here; is the VPN up, is the node?");
            case FAILED ->
                Finding.wrong(
                        target + " cannot be connected to: " + reason,
                        "the system's own words",
                        "look at limits and firewalls of this machine");
        };
    }
}
