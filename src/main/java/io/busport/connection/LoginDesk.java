package io.busport.connection;

import io.busport.security.Authentication;
import io.busport.security.Logins;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop that have not logged in, and how many there may be: whoever is one too many takes the place of one whose
 * login failed already, or else of the one that has waited longest. An honest client logs in within a round trip.
 */
final class LoginDesk {
    /** For whoever was believed before, in one tick of 250 ms: a signature takes up to a quarter of a millisecond to check. */
    private static final long RECHECK = TimeUnit.MILLISECONDS.toNanos(25);

    private final Authentication authentication;
    private final Logins logins;
    private final int most;
    private final long failureDelay;
    /** Oldest first, both. */
    private final Set<Login> waiting = new LinkedHashSet<>();

    private final Set<Login> refused = new LinkedHashSet<>();
    private long recheckUntil;

    /** @param loops that share auth.maxUnauthenticated */
    LoginDesk(Authentication authentication, Logins logins, int loops) {
        this.authentication = authentication;
        this.logins = logins;
        this.most = Math.max(1, authentication.config().maxUnauthenticated() / Math.max(1, loops));
        this.failureDelay = authentication.config().failureDelay().toNanos();
    }

    Authentication authentication() {
        return authentication;
    }

    Logins logins() {
        return logins;
    }

    /** One more that has yet to log in. */
    void enter(Login login) {
        waiting.add(login);
        if (waiting.size() + refused.size() > most) {
            (refused.isEmpty() ? waiting : refused).iterator().next().displace(most);
        }
    }

    /** It is one of them no longer. */
    void leave(Login login) {
        if (!waiting.remove(login)) {
            boolean unused = refused.remove(login);
        }
    }

    /** Its login failed: it is told so after auth.failureDelay, and is not read from until then. */
    void refuse(Login login) {
        leave(login);
        if (failureDelay == 0) {
            login.dismiss();
        } else {
            refused.add(login);
        }
    }

    /** Whether there is time, in this tick, to look again at whoever was believed before. */
    boolean hasTimeToRecheck() {
        return System.nanoTime() - recheckUntil < 0;
    }

    /** Called before the connections look at their deadlines. */
    void tick(long now) {
        recheckUntil = now + RECHECK;
        logins.tick();
        authentication.tick(now);
        while (!refused.isEmpty()) {
            Iterator<Login> first = refused.iterator();
            Login login = first.next();
            if (now - login.refusedAt() < failureDelay) {
                return;
            }
            first.remove();
            login.dismiss();
        }
    }

    /** Connections that have not logged in. */
    int size() {
        return waiting.size() + refused.size();
    }
}
