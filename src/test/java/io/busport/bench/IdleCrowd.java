package io.busport.bench;

import static java.util.Objects.requireNonNull;

import io.busport.wire.Dialect;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/** Many clients that say one thing each, hear its answer, and then stay. */
final class IdleCrowd extends VerticleBase {
    private final int port;
    private final int size;
    private final Framing framing;
    private final Buffer word;
    private final Promise<Void> all = Promise.promise();
    private @Nullable NetClient client;
    private int answered;

    IdleCrowd(int port, Dialect dialect, int size) {
        this.port = port;
        this.size = size;
        this.framing = Framing.of(dialect);
        BusFrames frames = new BusFrames(dialect);
        this.word = frames.preface().appendBuffer(frames.ping());
    }

    /** Done when everybody has been answered. */
    @Override
    public Future<?> start() {
        client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        return Crowd.connect(() -> requireNonNull(client).connect(port, "127.0.0.1"), size, this::join)
                .compose(v -> all.future());
    }

    private Future<Void> join(NetSocket socket) {
        Buffer heard = Buffer.buffer();
        socket.closeHandler(v -> all.tryFail("a connection was closed by the server"));
        socket.handler(data -> {
            byte[] bytes = heard.appendBuffer(data).getBytes();
            if (framing.end(bytes, framing.preface().length, bytes.length) >= 0 && ++answered == size) {
                all.complete();
            }
        });
        return socket.write(word.copy());
    }
}
