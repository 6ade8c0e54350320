package io.busport.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The permissions that hold now, as one event loop asks them: which rules cover an address is remembered, so that a message to a known
 * address costs one lookup and no regular expression. Used on that loop only.
 */
public final class LoopPermissions {
    /** For each direction. An address is at most some hundred bytes, so this is a few megabytes when clients make them up. */
    static final int REMEMBERED = 4096;

    private final LivePermissions live;
    private final Remembered inbound = new Remembered();
    private final Remembered outbound = new Remembered();
    private Permissions current;

    public LoopPermissions(LivePermissions live) {
        this.live = live;
        this.current = live.current();
    }

    /** As {@link Permissions#refusalOfSend}. */
    public @Nullable String refusalOfSend(String verb, String address, @Nullable Object body, Set<String> authorities) {
        Permissions now = now();
        return now.refusalOfSend(verb, address, body, authorities, inbound.covering(address, now.inbound()));
    }

    /** As {@link Permissions#refusalOfRegister}. */
    public @Nullable String refusalOfRegister(String address, Set<String> authorities) {
        Permissions now = now();
        return now.refusalOfRegister(address, authorities, outbound.covering(address, now.outbound()));
    }

    /** As {@link Permissions#permitsDelivery}. */
    public boolean permitsDelivery(String address, @Nullable Object body, Set<String> authorities) {
        Permissions now = now();
        return Permissions.permits(body, authorities, outbound.covering(address, now.outbound()));
    }

    private Permissions now() {
        Permissions now = live.current();
        if (now != current) {
            current = now;
            inbound.clear();
            outbound.clear();
        }
        return now;
    }

    /** How many addresses are remembered at the moment, both ways. */
    int remembered() {
        return inbound.size() + outbound.size();
    }

    /** Forgets first what was not asked for the longest time. */
    private static final class Remembered extends LinkedHashMap<String, List<PermissionRule>> {
        private static final long serialVersionUID = 1;

        Remembered() {
            super(16, 0.75f, true);
        }

        List<PermissionRule> covering(String address, PermissionRules rules) {
            List<PermissionRule> known = get(address);
            if (known == null) {
                known = rules.covering(address);
                var unused = put(address, known);
            }
            return known;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<PermissionRule>> eldest) {
            return size() > REMEMBERED;
        }
    }
}
