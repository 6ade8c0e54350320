package io.busport.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;

/** Connects many times, a few at a time, so that no listen queue overflows: what does not fit it is dialled again after a whole second. */
final class Crowd {
    private static final int AT_A_TIME = 32;

    private final NetClient client;
    private final String host;
    private final int port;
    private final int size;
    private final Consumer<NetSocket> onConnect;
    private final Promise<Void> all = Promise.promise();
    private int dialled;
    private int connected;

    private Crowd(NetClient client, String host, int port, int size, Consumer<NetSocket> onConnect) {
        this.client = client;
        this.host = host;
        this.port = port;
        this.size = size;
        this.onConnect = onConnect;
    }

    /**
     * Connects {@code size} times. Call it on the event loop that will own the sockets.
     *
     * @param onConnect gets each socket in the turn in which it is connected
     * @return fails with the first failure
     */
    static Future<Void> connect(NetClient client, String host, int port, int size, Consumer<NetSocket> onConnect) {
        Crowd crowd = new Crowd(client, host, port, size, onConnect);
        for (int i = 0; i < AT_A_TIME; i++) {
            crowd.next();
        }
        return crowd.all.future();
    }

    private void next() {
        if (dialled == size || all.future().isComplete()) {
            return;
        }
        dialled++;
        client.connect(port, host)
                .onSuccess(socket -> {
                    onConnect.accept(socket);
                    if (++connected == size) {
                        all.complete();
                    }
                    next();
                })
                .onFailure(all::tryFail);
    }
}
