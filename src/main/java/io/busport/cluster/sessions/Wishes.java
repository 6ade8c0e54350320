package io.busport.cluster.sessions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which gateway should take an orphan over: one at which its client is already, and waits; or any, but the same for all.
 *
 * <p>A gateway tells the others what is wished for at it when they ask whether it has seen a loss. What they know may differ by then. That
 * does no harm: who is chosen by another knows of its own wish, and who takes a session is decided in the directory. Belongs to the loop of
 * {@link Circle}.
 */
final class Wishes {
    private final String self;
    private final long lasts;
    /** Sessions whose clients wait here, and until when that counts: milliseconds of any clock. */
    private final Map<String, Long> here = new HashMap<>();

    private Map<String, List<String>> elsewhere = Map.of();

    /** @param lasts milliseconds for which a client's wish counts: as long as it is waited for a gateway */
    Wishes(String self, long lasts) {
        this.self = self;
        this.lasts = lasts;
    }

    /** A client waits here for its session. */
    void wish(String session, long now) {
        here.put(session, now + lasts);
    }

    /** What clients wait for here. */
    List<String> all(long now) {
        here.values().removeIf(until -> until < now);
        return List.copyOf(here.keySet());
    }

    /** What clients wait for at the other gateways, which have all been asked. */
    void heard(Map<String, List<String>> sessions) {
        elsewhere = Map.copyOf(sessions);
    }

    /** @param staying the gateways that may have it; this one, if there are none */
    String chosen(String session, Collection<String> staying) {
        List<String> with = new ArrayList<>();
        for (String gateway : staying) {
            boolean waits = gateway.equals(self)
                    ? here.containsKey(session)
                    : elsewhere.getOrDefault(gateway, List.of()).contains(session);
            if (waits) {
                with.add(gateway);
            }
        }
        Collection<String> among = with.isEmpty() ? staying : with;
        return among.isEmpty() ? self : Rendezvous.of(session, among);
    }
}
