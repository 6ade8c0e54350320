package io.busport.ops;

import io.busport.cluster.sessions.Fleet;
import io.busport.config.DrainConfig;
import io.busport.config.Units;
import io.busport.connection.Connections;
import io.busport.connection.GatewayVerticle;
import io.busport.connection.Sessions;
import io.busport.session.SessionInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway leaving on purpose.
 *
 * <pre>
 *   0              readiness is 503; still accepting
 *   endpointDelay  no more accepting; every connection is answered what it asked, told why, and closed
 *   half the rest  nothing more is read
 *   timeout - 1 s  whatever is left is cut; the process ends
 * </pre>
 */
public final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    /** The end of a process takes time too, and {@code drain.timeout} includes it. */
    private static final Duration EXIT = Duration.ofSeconds(1);

    private static final long COUNT_MILLIS = 1000;

    private final Vertx vertx;
    private final DrainConfig config;
    private final Health health;
    private final Connections connections;
    private final Sessions sessions;
    private final List<GatewayVerticle> gateways;
    private final @Nullable Fleet fleet;

    public Drain(
            Vertx vertx,
            DrainConfig config,
            Health health,
            Connections connections,
            Sessions sessions,
            List<GatewayVerticle> gateways,
            @Nullable Fleet fleet) {
        this.fleet = fleet;
        this.vertx = vertx;
        this.config = config;
        this.health = health;
        this.connections = connections;
        this.sessions = sessions;
        this.gateways = List.copyOf(gateways);
    }

    /** Runs the drain; the future never fails. */
    public Future<Void> run() {
        health.draining();
        long began = System.nanoTime();
        Duration forConnections = config.timeout().minus(config.endpointDelay());
        Duration limit = forConnections.compareTo(EXIT.multipliedBy(2)) > 0
                ? forConnections.minus(EXIT)
                : forConnections.dividedBy(2);
        log.info("Draining: not ready any more, accepting for another {}", Units.say(config.endpointDelay()));
        return delay(config.endpointDelay())
                .compose(v -> open())
                .onSuccess(n -> log.info("Draining: open connections {}, at most {}", n, Units.say(limit)))
                .compose(n ->
                        Future.join(gateways.stream().map(g -> g.drain(limit)).toList()))
                .transform(all -> open())
                .onSuccess(left -> log.info(
                        "Drained in {}: connections cut {}",
                        Units.say(Duration.ofMillis((System.nanoTime() - began) / 1_000_000)),
                        left))
                .compose(left -> sessions.describe())
                .onSuccess(Drain::tellOfSessions)
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** They are in the memory of this process only. */
    private static void tellOfSessions(List<SessionInfo> ending) {
        int queued = ending.stream().mapToInt(SessionInfo::queued).sum();
        if (queued > 0) {
            log.warn("Sessions that end with this process: {}, messages they still had: {}", ending.size(), queued);
        } else if (!ending.isEmpty()) {
            log.info("Sessions that end with this process: {}", ending.size());
        }
    }

    private Future<Integer> open() {
        return connections.countOpen(COUNT_MILLIS).otherwise(-1);
    }

    private Future<Void> delay(Duration d) {
        return d.isZero()
                ? Future.succeededFuture()
                : vertx.timer(d.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }
}
