package io.busport.doctor;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which lengths pass.
 *
 * @param up messages from here by their bytes, whether they were acknowledged
 * @param down messages to here likewise
 * @param packets whole IP packets by their bytes, likewise; empty when there was no need to look closer
 * @param open why one of the directions was not examined; null when both were
 */
record Sizes(
        Target target,
        Map<Integer, Boolean> up,
        Map<Integer, Boolean> down,
        Map<Integer, Boolean> packets,
        @Nullable String open) {
    static final String TITLE = "large messages";
    private static final String FIX =
            "on the router or VPN: `iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu`, and let"
                    + " ICMP \"fragmentation needed\" through; on an end: a smaller MTU, or `sysctl net.ipv4.tcp_mtu_probing=1`";

    Sizes {
        up = new TreeMap<>(up);
        down = new TreeMap<>(down);
        packets = new TreeMap<>(packets);
    }

    Section judge() {
        List<Finding> findings = new ArrayList<>();
        direction("from here", up, findings);
        direction("to here", down, findings);
        if (isStuck(up) || isStuck(down)) {
            findings.add(closer());
        }
        if (open != null) {
            findings.add(Finding.open("not examined: " + open));
        }
        JsonObject facts =
                new JsonObject().put("up", facts(up)).put("down", facts(down)).put("packets", facts(packets));
        return new Section(TITLE, findings, facts);
    }

    private static void direction(String title, Map<Integer, Boolean> passed, List<Finding> findings) {
        if (passed.isEmpty()) {
            return;
        }
        int well = most(passed);
        int stuck = least(passed);
        if (stuck == 0) {
            findings.add(Finding.well(title + ": messages of up to " + well + " bytes pass"));
        } else if (well == 0) {
            findings.add(Finding.wrong(
                    title + ": not even " + stuck + " bytes pass",
                    "the path loses what follows the first words, or the gateway stands still",
                    "run again; look at the sections above"));
        } else {
            findings.add(Finding.wrong(
                    title + ": " + well + " bytes pass, " + stuck + " do not, and nobody says so",
                    "an MTU black hole: longer packets vanish on the way, and so does the ICMP message that would make them shorter",
                    FIX));
        }
    }

    private Finding closer() {
        int well = most(packets);
        int stuck = least(packets);
        if (well == 0 || stuck == 0) {
            return Finding.open("the length from which packets vanish could not be found");
        }
        return Finding.open(
                "IP packets of " + well + " bytes pass, of " + stuck + " they do not",
                null,
                "an MTU of " + well + " on this machine's interface is a quick way out: `ip link set dev DEVICE mtu "
                        + well + "`");
    }

    private static JsonObject facts(Map<Integer, Boolean> passed) {
        JsonObject facts = new JsonObject();
        passed.forEach((size, yes) -> facts.put(size.toString(), yes));
        return facts;
    }

    private static boolean isStuck(Map<Integer, Boolean> passed) {
        return least(passed) > 0;
    }

    /** The longest below which all pass; 0 for none. */
    private static int most(Map<Integer, Boolean> passed) {
        int most = 0;
        for (Map.Entry<Integer, Boolean> e : passed.entrySet()) {
            if (!e.getValue()) {
                break;
            }
            most = e.getKey();
        }
        return most;
    }

    /** The shortest that did not; 0 for none. */
    private static int least(Map<Integer, Boolean> passed) {
        return passed.entrySet().stream()
                .filter(e -> !e.getValue())
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(0);
    }
}
