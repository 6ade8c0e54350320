package io.busport.nat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TcpServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Plays the NAT router of a small network on one machine: what is dialled here is connected to a private address behind it, and what is
 * behind it sees this router and not the client.
 *
 * <pre>
 *   client ──► 127.0.0.1:30800 (here) ──► 127.0.0.1:8000 (the gateway)
 * </pre>
 */
public final class NatVerticle extends VerticleBase {
    private final int port;
    private final int privatePort;
    private @Nullable NetServer server;
    private @Nullable NetClient client;

    /**
     * @param port where clients dial, on the loopback interface; 0 takes a free one
     * @param privatePort where the gateway listens, on the same interface
     */
    public NatVerticle(int port, int privatePort) {
        this.port = port;
        this.privatePort = privatePort;
    }

    @Override
    public Future<?> start() {
        client = vertx.createNetClient();
        TcpServerConfig config = new TcpServerConfig().setHost("127.0.0.1").setPort(port);
        server = vertx.createNetServer(config).connectHandler(this::forward);
        return server.listen();
    }

    /** The port that clients dial. */
    public int actualPort() {
        return server == null ? 0 : server.actualPort();
    }

    private void forward(NetSocket outside) {
        if (client == null) {
            throw new IllegalStateException("a connection before start (expected: none)");
        }
        // Nothing may be read before there is somewhere to write it.
        outside.pause();
        client.connect(privatePort, "127.0.0.1")
                // Either side's end closes the other; a failure is such an end.
                .compose(inside -> Future.join(outside.pipeTo(inside), inside.pipeTo(outside)))
                .onFailure(e -> {
                    var unused = outside.close();
                });
    }
}
