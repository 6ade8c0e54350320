package io.busport.session;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that are about to change their gateway.
 *
 * @param sessions their ids
 * @param addresses what they hear
 */
public record Moving(Set<String> sessions, Set<String> addresses) {
    public Moving {
        sessions = Set.copyOf(sessions);
        addresses = Set.copyOf(addresses);
    }

    /**
     * Whether a frame has to wait for them: one of them says it, or hears it.
     *
     * @param address where a message goes; null: it is none
     */
    boolean concerns(String session, @Nullable String address) {
        return sessions.contains(session) || (address != null && addresses.contains(address));
    }
}
