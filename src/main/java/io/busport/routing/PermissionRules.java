package io.busport.routing;

import io.busport.config.PermissionsConfig;
import io.busport.config.ReservedAddresses;
import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rules of one direction. */
final class PermissionRules {
    private final String direction;
    private final List<PermissionRule> rules;

    /** @param direction {@code inbound} or {@code outbound}, as in the configuration */
    PermissionRules(String direction, List<PermissionsConfig.Rule> rules) {
        this.direction = direction;
        List<PermissionRule> compiled = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            compiled.add(PermissionRule.of("permissions." + direction + "[" + i + "]", rules.get(i)));
        }
        this.rules = List.copyOf(compiled);
    }

    /** The rules that cover an address: the costly part of a decision, and the same one for every client and every body. */
    List<PermissionRule> covering(String address) {
        return ReservedAddresses.covers(address)
                ? List.of()
                : rules.stream().filter(rule -> rule.covers(address)).toList();
    }

    /**
     * Why none of the rules permits it.
     *
     * @param act what is refused: {@code send to}, {@code register at}
     * @param covering the rules that cover the address and are not enough
     */
    String refusal(String act, String address, Set<String> authorities, List<PermissionRule> covering) {
        // Written as JSON, because it may hold anything: a line break in it must not become one in the log.
        String denied = act + " " + Json.encode(address) + " is denied: ";
        if (address.isEmpty()) {
            return denied + "an address cannot be empty";
        }
        if (ReservedAddresses.covers(address)) {
            return denied + "addresses that start with busport. or __vertx. are closed to clients";
        }
        if (rules.isEmpty()) {
            return denied + "there are no " + direction + " rules";
        }
        String nearest = nearest(address, authorities, covering);
        return denied + "no " + direction + " rule permits it (nearest: " + nearest + ")";
    }

    private String nearest(String address, Set<String> authorities, List<PermissionRule> covering) {
        if (!covering.isEmpty()) {
            // The one that only the body does not fit is nearer than one for somebody else.
            return covering.stream()
                    .filter(rule -> rule.admits(authorities))
                    .findFirst()
                    .orElse(covering.get(0))
                    .refusal(authorities);
        }
        return rules.stream()
                // The first of equals: rules are read from the top.
                .reduce((a, b) -> b.nearness(address) > a.nearness(address) ? b : a)
                .map(PermissionRule::miss)
                .orElseThrow();
    }

    int size() {
        return rules.size();
    }
}
