package io.busport.nat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TcpServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays the NAT router of a small network on one machine: what is dialled here is connected to a private address behind it, and what is
 * behind it sees this router and not the client.
 *
 * <pre>
 *   client ──► 127.0.0.1:30800 (here) ──► 127.0.0.1:8000 (the gateway)
 * </pre>
 *
 * <p>On demand it does to connections what such routers do: {@link #inject}. Methods may be called from any thread once it is deployed.
 */
public final class NatVerticle extends VerticleBase {
    private final int port;
    private final String privateHost;
    private final int privatePort;
    private @Nullable NetServer server;
    private @Nullable NetClient client;

    // Of the event loop.
    private final Set<NatMapping> mappings = new LinkedHashSet<>();
    private final List<NetSocket> unanswered = new ArrayList<>(); // dialled during a stall
    private int stallsIn;
    private int stallsOut;
    private int fullStalls; // of both directions
    private long accepted;
    private long faults;
    private long hit;
    private long bytesIn; // of mappings that are gone, as the next two
    private long bytesOut;
    private long swallowed;

    /**
     * @param port where clients dial, on the loopback interface; 0 takes a free one
     * @param privatePort where the gateway listens, on the same interface
     */
    public NatVerticle(int port, int privatePort) {
        this(port, "127.0.0.1", privatePort);
    }

    /** @param privateHost the gateway's, when it is not this machine */
    public NatVerticle(int port, String privateHost, int privatePort) {
        this.port = port;
        this.privateHost = privateHost;
        this.privatePort = privatePort;
    }

    @Override
    public Future<?> start() {
        client = vertx.createNetClient();
        TcpServerConfig config = new TcpServerConfig().setHost("127.0.0.1").setPort(port);
        server = vertx.createNetServer(config).connectHandler(this::accept);
        return server.listen();
    }

    /** The port that clients dial. */
    public int actualPort() {
        return server == null ? 0 : server.actualPort();
    }

    private void accept(NetSocket outside) {
        accepted++;
        // Nothing may be read before there is somewhere to write it.
        outside.pause();
        if (fullStalls > 0) {
            unanswered.add(outside);
            outside.closeHandler(v -> unanswered.remove(outside));
        } else {
            dial(outside);
        }
    }

    private void dial(NetSocket outside) {
        if (client == null) {
            throw new IllegalStateException("a connection before start (expected: none)");
        }
        outside.closeHandler(null);
        client.connect(privatePort, privateHost)
                .onSuccess(inside -> join(outside, inside))
                .onFailure(e -> {
                    var unused = outside.close();
                });
    }

    private void join(NetSocket outside, NetSocket inside) {
        NatMapping mapping = new NatMapping(outside, inside, stallsIn, stallsOut);
        mappings.add(mapping);
        mapping.begin(() -> gone(mapping));
    }

    private void gone(NatMapping mapping) {
        if (mappings.remove(mapping)) {
            bytesIn += mapping.in().forwarded();
            bytesOut += mapping.out().forwarded();
            swallowed += mapping.in().swallowed() + mapping.out().swallowed();
        }
    }

    /**
     * Does something to all connections that are forwarded now.
     *
     * @param time how long a stall takes; others take no time, and do not look at it
     * @return how many connections it hit, at once
     */
    public Future<Integer> inject(Fault fault, Duration time) {
        return onLoop(() -> {
            faults++;
            List<NatMapping> victims =
                    mappings.stream().filter(m -> !m.isForgotten()).toList();
            hit += victims.size();
            if (fault.passes()) {
                count(fault, 1);
                vertx.setTimer(Math.max(1, time.toMillis()), timer -> endStall(fault));
            }
            victims.forEach(m -> m.suffer(fault));
            return victims.size();
        });
    }

    private void endStall(Fault stall) {
        count(stall, -1);
        // All of them: one that was made during the stall began with it.
        List.copyOf(mappings).forEach(m -> m.recover(stall));
        if (fullStalls == 0) {
            List<NetSocket> waiting = List.copyOf(unanswered);
            unanswered.clear();
            waiting.forEach(this::dial);
        }
    }

    private void count(Fault stall, int change) {
        stallsIn += stall.stallsIn() ? change : 0;
        stallsOut += stall.stallsOut() ? change : 0;
        fullStalls += stall == Fault.STALL ? change : 0;
    }

    /** What has been seen so far. */
    public Future<NatCounts> counts() {
        return onLoop(() -> {
            long in = bytesIn;
            long out = bytesOut;
            long lost = swallowed;
            int forgotten = 0;
            for (NatMapping m : mappings) {
                in += m.in().forwarded();
                out += m.out().forwarded();
                lost += m.in().swallowed() + m.out().swallowed();
                forgotten += m.isForgotten() ? 1 : 0;
            }
            return new NatCounts(accepted, mappings.size() - forgotten, forgotten, in, out, lost, faults, hit);
        });
    }

    private <T> Future<T> onLoop(Supplier<T> task) {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> Future.succeededFuture().map(x -> task.get()).onComplete(done));
        return done.future();
    }
}
