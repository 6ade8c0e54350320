package io.busport.connection;

import io.busport.config.BusportConfig;
import io.busport.config.ListenConfig;
import io.busport.nat.Tcp;
import io.busport.security.Authentication;
import io.busport.security.Logins;
import io.busport.security.tls.LiveTls;
import io.busport.session.Router;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TcpServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of a gateway: a NetServer, its connections, and what they share. Instances of one process share the port; Vert.x gives
 * them connections in turn.
 */
public final class GatewayVerticle extends VerticleBase {
    /** How often deadlines are looked at. Coarse on purpose: one timer for a loop instead of several for each connection. */
    private static final long TICK_MILLIS = 250;

    private final BusportConfig config;
    private final int port;
    private final Supplier<Router.Factory> routers;
    private final Connections connections;
    private final ConnectionEvents events;
    private final Sessions sessions;
    private final LiveTls tls;
    private final LoginDesk logins;

    private @Nullable NetServer server;
    private @Nullable GatewayLoop loop;
    private long hurryAt = Long.MAX_VALUE;

    /**
     * @param port as Vert.x takes it: a negative one is a free port that instances share
     * @param loops verticles like this one in the process
     * @param routers makes the routers of this loop, on this loop
     */
    public GatewayVerticle(
            BusportConfig config,
            int port,
            int loops,
            Supplier<Router.Factory> routers,
            Connections connections,
            ConnectionEvents events,
            Sessions sessions,
            LiveTls tls,
            Authentication authentication,
            Logins logins) {
        this.config = config;
        this.port = port;
        this.routers = routers;
        this.connections = connections;
        this.events = events;
        this.sessions = sessions;
        this.tls = tls;
        this.logins = new LoginDesk(authentication, logins, loops);
    }

    @Override
    public Future<?> start() {
        ListenConfig listen = config.listen();
        loop = GatewayLoop.of(vertx, context, config, routers.get(), connections, events, sessions, logins, tls);
        TcpServerConfig options = new TcpServerConfig();
        options.setHost(listen.host()).setPort(port).setAcceptBacklog(listen.backlog());
        Tcp.keepAlive(options.getTransportConfig(), listen.keepAlive(), listen.tcpUserTimeout());
        server = vertx.createNetServer(options).connectHandler(this::accept);
        vertx.setPeriodic(TICK_MILLIS, timer -> tick());
        return server.listen();
    }

    /** The port that is listened on; the same for all instances. */
    public int actualPort() {
        return server == null ? 0 : server.actualPort();
    }

    /**
     * Asks the clients of sessions to connect again, in waves: those who come to another gateway all at once would stop it for a while.
     * May be called from any thread.
     *
     * @return how many were asked, when all are
     */
    public Future<Integer> goAway(Duration spread) {
        Promise<Integer> promise = Promise.promise();
        context.runOnContext(v -> {
            List<Connection> all =
                    loop == null ? List.of() : List.copyOf(loop.table().open());
            if (all.isEmpty()) {
                promise.complete(0);
                return;
            }
            Waves waves = Waves.of(all.size(), spread);
            // Not all event loops at the same moment.
            long first = 1 + ThreadLocalRandom.current().nextLong(waves.pauseMillis());
            long unused = vertx.setTimer(first, id -> wave(all, 0, waves, 0, promise));
        });
        return promise.future();
    }

    private void wave(List<Connection> all, int from, Waves waves, int asked, Promise<Integer> promise) {
        int to = Math.min(all.size(), from + waves.size());
        int now = asked;
        for (Connection connection : all.subList(from, to)) {
            now += connection.goAway() ? 1 : 0;
        }
        int sum = now;
        if (to == all.size()) {
            promise.complete(sum);
        } else {
            long unused = vertx.setTimer(waves.pauseMillis(), id -> wave(all, to, waves, sum, promise));
        }
    }

    /**
     * Stops accepting, lets every connection finish what it was asked, and closes it. May be called from any thread.
     *
     * @param limit when whatever is left is cut; after half of it nothing more is read, so that a client that never pauses cannot hold
     *     the gateway
     * @return done when all connections are closed, or the limit has passed
     */
    public Future<Void> drain(Duration limit) {
        return Connections.onLoop(context, () -> {
                    hurryAt = System.nanoTime() + limit.toNanos() / 2;
                    return server == null ? Future.<Void>succeededFuture() : server.shutdown(limit);
                })
                .compose(shutdown -> shutdown)
                // A connection hears of its end one turn after the server has counted its socket out.
                .eventually(() -> Connections.onLoop(context, () -> true));
    }

    private void accept(NetSocket socket) {
        if (loop == null) {
            throw new IllegalStateException("a connection before start (expected: none)");
        }
        Connection connection = new Connection(loop, (NetSocketInternal) socket, connections.nextId());
        socket.shutdownHandler(time -> connection.drain());
        connection.open();
    }

    private void tick() {
        if (loop != null) {
            long now = System.nanoTime();
            boolean hurry = now > hurryAt;
            logins.tick(now);
            loop.greetings().loop().tick();
            loop.failedHandshakes().turn(now);
            loop.unfinished().tick();
            loop.table().open().forEach(c -> {
                c.tick(now);
                if (hurry) {
                    c.drainNow();
                }
            });
        }
    }
}
