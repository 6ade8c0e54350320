package io.busport.client.link;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TcpServerConfig;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The way from a site to its gateway, which can be cut: its connections end, and new ones do at once. */
final class Road implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> travellers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean cut = new AtomicBoolean();
    private final NetServer server;

    Road(int gateway) {
        server =
                vertx.createNetServer(new TcpServerConfig().setHost("127.0.0.1").setPort(0));
        server.connectHandler(outside -> forward(outside, gateway));
        var unused = wait(server.listen());
    }

    int port() {
        return server.actualPort();
    }

    void cut() {
        cut.set(true);
        travellers.forEach(traveller -> wait(traveller.close()));
    }

    void mend() {
        cut.set(false);
    }

    private void forward(NetSocket outside, int gateway) {
        if (cut.get()) {
            var unused = outside.close();
            return;
        }
        travellers.add(outside);
        outside.pause();
        var unused = client.connect(gateway, "127.0.0.1")
                .compose(inside -> Future.join(outside.pipeTo(inside), inside.pipeTo(outside)))
                .onComplete(end -> {
                    travellers.remove(outside);
                    var unusedToo = outside.close();
                });
    }

    private static <T> T wait(Future<T> future) {
        try {
            return future.await(10, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        wait(vertx.close());
    }
}
