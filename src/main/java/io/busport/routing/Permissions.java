package io.busport.routing;

import io.busport.config.PermissionsConfig;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clients may do, compiled from the rules of a configuration. Immutable, and shared by all event loops; {@link LoopPermissions}
 * remembers for one loop what is costly to find.
 *
 * <p>Whatever no rule permits is denied, and reserved addresses always are. A refusal is a sentence that names the rule that came nearest.
 */
public final class Permissions {
    private final PermissionRules inbound;
    private final PermissionRules outbound;

    private Permissions(PermissionsConfig config) {
        this.inbound = new PermissionRules("inbound", config.inbound());
        this.outbound = new PermissionRules("outbound", config.outbound());
    }

    public static Permissions of(PermissionsConfig config) {
        return new Permissions(config);
    }

    /**
     * Whether a client may put a message on the bus.
     *
     * @param verb what the client called it: {@code send} or {@code publish}
     * @param authorities what the client has proven
     * @return why not; null when it may
     */
    public @Nullable String refusalOfSend(String verb, String address, @Nullable Object body, Set<String> authorities) {
        return refusalOfSend(verb, address, body, authorities, inbound.covering(address));
    }

    /**
     * Whether a client may hear an address. {@code match} is not looked at: there is no body yet.
     *
     * @return why not; null when it may
     */
    public @Nullable String refusalOfRegister(String address, Set<String> authorities) {
        return refusalOfRegister(address, authorities, outbound.covering(address));
    }

    /** Whether a message that came to an address may be given to a client that hears it. */
    public boolean permitsDelivery(String address, @Nullable Object body, Set<String> authorities) {
        return permits(body, authorities, outbound.covering(address));
    }

    /** For a line of the log: {@code inbound rules 3, outbound rules 2}. */
    public String summary() {
        return "inbound rules " + inbound.size() + ", outbound rules " + outbound.size();
    }

    // --- the same, with the rules that cover the address known already

    PermissionRules inbound() {
        return inbound;
    }

    PermissionRules outbound() {
        return outbound;
    }

    @Nullable
    String refusalOfSend(
            String verb,
            String address,
            @Nullable Object body,
            Set<String> authorities,
            List<PermissionRule> covering) {
        return permits(body, authorities, covering)
                ? null
                : inbound.refusal(verb + " to", address, authorities, covering);
    }

    @Nullable
    String refusalOfRegister(String address, Set<String> authorities, List<PermissionRule> covering) {
        return covering.stream().anyMatch(rule -> rule.admits(authorities))
                ? null
                : outbound.refusal("register at", address, authorities, covering);
    }

    static boolean permits(@Nullable Object body, Set<String> authorities, List<PermissionRule> covering) {
        for (PermissionRule rule : covering) {
            if (rule.admits(authorities) && rule.accepts(body)) {
                return true;
            }
        }
        return false;
    }
}
