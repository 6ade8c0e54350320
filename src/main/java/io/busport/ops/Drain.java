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
 *   endpointDelay  in a cluster: the clients of sessions are asked, in waves, to go to another gateway
 *     + spread     sessions that are still here are given to the others
 *   then           no more accepting; every connection is answered what it asked, told why, and closed
 *   half the rest  nothing more is read
 *   timeout - 1 s  whatever is left is cut; the process ends
 * </pre>
 */
public final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    /** The end of a process takes time too, and {@code drain.timeout} includes it. */
    private static final Duration EXIT = Duration.ofSeconds(1);

    private static final long COUNT_MILLIS = 1000;
    /** A client that was asked to leave connects within half a second, and is there in another. */
    private static final Duration LINGER = Duration.ofSeconds(3);

    private static final Duration STEP = Duration.ofMillis(100);

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
        log.info("Draining: not ready any more, accepting for another {}", Units.say(config.endpointDelay()));
        return announce()
                .compose(v -> delay(config.endpointDelay()))
                .compose(v -> giveAway())
                .compose(v -> open())
                .compose(n -> {
                    Duration limit = rest(began);
                    log.info("Draining: open connections {}, at most {}", n, Units.say(limit));
                    return Future.join(
                            gateways.stream().map(g -> g.drain(limit)).toList());
                })
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

    /** What is left for connections, less what the end of the process takes. */
    private Duration rest(long began) {
        Duration left = config.timeout().minusNanos(System.nanoTime() - began);
        Duration least = Duration.ofMillis(100);
        Duration limit = left.compareTo(EXIT.multipliedBy(2)) > 0 ? left.minus(EXIT) : left.dividedBy(2);
        return limit.compareTo(least) > 0 ? limit : least;
    }

    private Future<Void> announce() {
        return fleet == null ? Future.succeededFuture() : fleet.leaving().otherwiseEmpty();
    }

    private Future<Void> giveAway() {
        if (fleet == null || !fleet.hasOthers()) {
            return Future.succeededFuture();
        }
        Fleet others = fleet;
        Duration most = config.timeout().minus(config.endpointDelay()).dividedBy(2);
        Duration spread = config.spread().compareTo(most) < 0 ? config.spread() : most;
        List<Future<Integer>> asked =
                gateways.stream().map(g -> g.goAway(spread)).toList();
        return Future.join(asked)
                .onSuccess(v -> log.info(
                        "Draining: asked {} clients to go to another gateway",
                        asked.stream().mapToInt(Future::result).sum()))
                .compose(v -> whenGone(System.nanoTime() + LINGER.toNanos()))
                .compose(v -> others.giveAway())
                .onSuccess(n -> log.info("Draining: sessions given to other gateways {}", n))
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Those who were asked go by themselves, soon; the last of them are not waited for. */
    private Future<Void> whenGone(long until) {
        return sessions.describe().compose(all -> {
            boolean attached = all.stream().anyMatch(s -> s.connection() != null);
            return attached && System.nanoTime() < until
                    ? delay(STEP).compose(v -> whenGone(until))
                    : Future.succeededFuture();
        });
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
