package io.busport.doctor;

import io.busport.wire.SessionFrames.Welcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who answers, over several connections: a Service chooses anew for each. */
final class Gateways {
    private Gateways() {}

    static Section judge(List<Greeting> greetings) {
        Map<String, Integer> answers = new TreeMap<>();
        Set<String> guarantees = new TreeSet<>();
        Set<String> alternatives = new TreeSet<>();
        int silent = 0;
        for (Greeting g : greetings) {
            Welcome w = g.welcome();
            if (w != null) {
                answers.merge(w.gateway(), 1, Integer::sum);
                guarantees.add(w.guarantee());
                alternatives.addAll(w.alternatives());
            } else if (g.kind() == Greeting.Kind.SILENT) {
                silent++;
            }
        }
        List<Finding> findings = new ArrayList<>();
        if (answers.isEmpty()) {
            findings.add(Finding.open("no gateway has answered"));
        } else {
            String who = answers.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue() + "×")
                    .collect(Collectors.joining(", "));
            findings.add(Finding.well("%d of %d connections were answered, by %d gateway%s: %s"
                    .formatted(
                            answers.values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum(),
                            greetings.size(),
                            answers.size(),
                            answers.size() == 1 ? "" : "s",
                            who)));
            findings.add(Finding.well("guaranteed: " + String.join("; or: ", guarantees)));
            findings.add(
                    alternatives.isEmpty()
                            ? Finding.open("they name no other addresses to connect to")
                            : Finding.well("other addresses: " + String.join(", ", alternatives)));
        }
        if (silent > 0) {
            findings.add(
                    Finding.wrong(
                            silent + " of " + greetings.size() + " connections were accepted and not answered",
                            "one of the gateways behind this address stands still, and its kernel accepts for it",
                            "find it with `kubectl -n busport top pods` and `get pods`; its liveness probe restarts it after 20 s"));
        }
        long ended =
                greetings.stream().filter(g -> g.kind() == Greeting.Kind.ENDED).count();
        if (ended > 0 && !answers.isEmpty()) {
            findings.add(Finding.wrong(
                    ended + " of " + greetings.size() + " connections ended without an answer",
                    "a pod that is gone is still among the endpoints, or a limit on connections",
                    "`busport doctor k8s`; `busport explain too-many-connections`"));
        }
        JsonObject facts = new JsonObject()
                .put("connections", greetings.size())
                .put("answers", new JsonObject(Map.copyOf(answers)))
                .put("unanswered", silent)
                .put("alternatives", new JsonArray(List.copyOf(alternatives)));
        return new Section("gateways", findings, facts);
    }
}
