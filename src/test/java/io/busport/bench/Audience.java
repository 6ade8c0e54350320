package io.busport.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.busport.wire.Dialect;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client that publishes and many that hear it. So many messages are under way that the server always has some to deliver. */
final class Audience extends VerticleBase {
    private static final int UNDER_WAY = 64;
    private static final int SIZE = 128;
    private static final long LAST_MILLIS = 5000;

    private final int port;
    private final int subscribers;
    private final Framing framing;
    private final BusFrames frames;
    private final List<NetSocket> sockets = new ArrayList<>();
    private final Promise<Void> ready = Promise.promise();
    private final Promise<Long> done = Promise.promise();
    private final Buffer news;
    private @Nullable NetClient client;
    private int registered;
    private int frameLength;
    private long bytes; // of deliveries
    private long published;
    private long measuredFrom;
    private boolean publishing;

    Audience(int port, Dialect dialect, int subscribers) {
        this.port = port;
        this.subscribers = subscribers;
        this.framing = Framing.of(dialect);
        this.frames = new BusFrames(dialect);
        this.news = frames.publish(BenchServer.NEWS, "x".repeat(SIZE).getBytes(US_ASCII));
    }

    @Override
    public Future<?> start() {
        client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        return Crowd.connect(() -> requireNonNull(client).connect(port, "127.0.0.1"), subscribers + 1, this::join)
                .compose(v -> ready.future());
    }

    private Future<Void> join(NetSocket socket) {
        sockets.add(socket);
        socket.handler(new Ear(socket)::hear);
        Buffer hello = frames.preface();
        if (sockets.size() > 1) { // the first one publishes
            hello.appendBuffer(frames.register(BenchServer.NEWS));
        }
        return socket.write(hello.appendBuffer(frames.ping()));
    }

    /** Publishes for a time. May be called from any thread; completes with the deliveries in the second part of it. */
    Future<Long> run(long warmupMillis, long measuredMillis) {
        context.runOnContext(v -> {
            publishing = true;
            vertx.setTimer(Math.max(1, warmupMillis), t -> measuredFrom = delivered());
            vertx.setTimer(warmupMillis + measuredMillis, t -> stop(delivered() - measuredFrom));
            publish();
        });
        return done.future();
    }

    private void stop(long measured) {
        publishing = false;
        vertx.setTimer(LAST_MILLIS, t -> done.tryFail(delivered() + " of " + published * subscribers + " delivered"));
        vertx.setPeriodic(10, t -> {
            if (delivered() == published * subscribers) {
                done.tryComplete(measured);
            }
        });
    }

    private long delivered() {
        return frameLength == 0 ? 0 : bytes / frameLength;
    }

    private void publish() {
        long room = UNDER_WAY - (published - delivered() / subscribers);
        if (!publishing || room < UNDER_WAY / 4) {
            return;
        }
        Buffer out = Buffer.buffer((int) room * news.length());
        for (long i = 0; i < room; i++) {
            out.appendBuffer(news);
        }
        published += room;
        sockets.get(0).write(out);
    }

    /** What one socket hears: a pong, and then nothing but the same message again and again. */
    private final class Ear {
        private Buffer head = Buffer.buffer();
        private final boolean listens = sockets.size() > 1; // the first one publishes
        private boolean open;

        Ear(NetSocket socket) {
            socket.closeHandler(v -> done.tryFail("a connection was closed by the server"));
        }

        void hear(Buffer data) {
            head.appendBuffer(data);
            if (open && frameLength > 0) {
                bytes += head.length();
                head = Buffer.buffer();
                publish();
                return;
            }
            byte[] all = head.getBytes();
            int end = framing.end(all, open ? 0 : framing.preface().length, all.length);
            if (end < 0) {
                return;
            }
            if (open) {
                frameLength = end;
                hear(Buffer.buffer());
            } else {
                open = true;
                head = Buffer.buffer();
                registered += listens ? 1 : 0;
                if (registered == subscribers) {
                    ready.tryComplete();
                }
            }
        }
    }
}
