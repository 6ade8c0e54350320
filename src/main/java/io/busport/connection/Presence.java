package io.busport.connection;

import io.busport.nat.ObservedAddress;
import io.vertx.core.net.SocketAddress;

/**
 * What log and bus are told of a client: that it is there, who it is, and why it is gone. Of one that has to log in they hear nothing before
 * that: there may be ten thousand of those in a second.
 *
 * <p>Owned by the event loop of its connection.
 */
final class Presence {
    private final GatewayLoop loop;
    private final String id;
    private final Entrance entrance;
    private final Login login;
    private ConnectionLog log;
    private boolean announced;

    /** @param peer the other end of the socket */
    Presence(GatewayLoop loop, String id, SocketAddress peer, Entrance entrance, Login login) {
        this.loop = loop;
        this.id = id;
        this.entrance = entrance;
        this.login = login;
        this.log = new ConnectionLog(id, ObservedAddress.of(peer), null);
    }

    ConnectionLog log() {
        return log;
    }

    /** It has been let in. */
    void admitted() {
        log = new ConnectionLog(id, entrance.observed(), entrance.via());
        if (!login.isRequired()) {
            announce();
        }
    }

    /** It has proven who it is, for the first time. */
    void loggedIn() {
        if (login.isRequired()) {
            announce();
            log.loggedIn(login.identity().principal());
        }
    }

    private void announce() {
        announced = true;
        log.connected(entrance.observed());
        loop.events().connected(id, entrance.observed());
    }

    void ended(CloseReason why, String detail) {
        boolean told = why == CloseReason.TLS_FAILED
                ? loop.failedHandshakes().take(System.nanoTime())
                : announced || !login.isRequired();
        if (told) {
            log.disconnected(why, detail);
        }
        if (announced) {
            loop.events().disconnected(id, entrance.observed(), why);
        }
    }
}
