package io.busport.prove;

import io.busport.client.Access;
import io.busport.client.Endpoint;
import io.busport.nat.Tcp;
import io.busport.security.tls.ClientTls;
import io.busport.wire.ByteQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client without a session, as one writes it for the Vert.x bridge: it pings, connects again when its connection is lost, and registers
 * again. What was on its way is not sent again, because nobody says what has arrived.
 *
 * <pre>
 *   00 00 00 0f  { " t y p e " : " p i n g " }
 *   └─ length ─┘ └────── JSON, UTF-8 ────────┘
 * </pre>
 *
 * <p>Speaks to the official bridge as well.
 */
final class LivePeer implements Peer {
    private static final int LENGTH = Integer.BYTES;
    /** Longer frames than the gateway's limit allows are none. */
    private static final int MAX_FRAME = 16 << 20;

    private static final JsonObject PING = new JsonObject().put("type", "ping");

    private final Vertx vertx;
    private final String name;
    private final List<Endpoint> endpoints;
    private final Access access;
    private final Pulse pulse;
    private final Events events;
    private final NetClient client;
    private final List<String> addresses = new ArrayList<>();
    private final Promise<Void> connected = Promise.promise();
    private final List<Promise<Void>> registered = new ArrayList<>();
    private Consumer<@Nullable Object> heard = body -> {};
    private ByteQueue queue = new ByteQueue();
    private @Nullable NetSocketInternal socket;
    private int tries;
    private long lastByte; // nanoTime
    private boolean closed;

    /** Made on the event loop it belongs to. */
    LivePeer(Vertx vertx, String name, List<Endpoint> endpoints, Access access, Pulse pulse, Events events) {
        this.vertx = vertx;
        this.name = name;
        this.endpoints = endpoints;
        this.access = access;
        this.pulse = pulse;
        this.events = events;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) pulse.silence().toMillis())
                .setTcpNoDelay(true));
    }

    @Override
    public Future<Void> connect() {
        dial();
        var unused = vertx.setPeriodic(pulse.interval().toMillis(), timer -> beat());
        return connected.future();
    }

    private void dial() {
        Endpoint endpoint = endpoints.get(tries++ % endpoints.size());
        ClientTls.connect(access.tls(), vertx, client, endpoint.host(), endpoint.port(), pulse.silence())
                .onComplete(result -> {
                    if (closed) {
                        return;
                    }
                    if (result.succeeded()) {
                        open((NetSocketInternal) result.result());
                    } else if (!connected.future().isComplete() && tries >= endpoints.size()) {
                        connected.fail(result.cause());
                    } else {
                        dialLater();
                    }
                });
    }

    private void open(NetSocketInternal fresh) {
        socket = fresh;
        queue = new ByteQueue();
        lastByte = System.nanoTime();
        fresh.exceptionHandler(e -> lose(fresh, "reset"))
                .closeHandler(v -> lose(fresh, "closed"))
                .handler(data -> read(fresh, data));
        String token = access.token().get();
        if (token != null) {
            write(fresh, new JsonObject().put("type", "auth").put("token", token));
        }
        addresses.forEach(a -> register(fresh, a));
        if (!connected.tryComplete()) {
            events.back(name, "connected again");
        }
    }

    private static void register(NetSocket socket, String address) {
        write(socket, new JsonObject().put("type", "register").put("address", address));
    }

    private void beat() {
        NetSocketInternal current = socket;
        if (current == null) {
            return;
        }
        if (System.nanoTime() - lastByte > pulse.silence().toNanos()) {
            lose(current, "silent");
            Tcp.reset(current.channelHandlerContext());
        } else {
            write(current, PING);
        }
    }

    private void lose(NetSocketInternal which, String cause) {
        if (which == socket && !closed) {
            socket = null;
            events.lost(name, cause);
            dialLater();
        }
    }

    private void dialLater() {
        // At random, so that clients do not come back in one wave.
        long delay = 1 + ThreadLocalRandom.current().nextLong(pulse.firstRetry().toMillis());
        var unused = vertx.setTimer(delay, timer -> {
            if (!closed) {
                dial();
            }
        });
    }

    private void read(NetSocketInternal from, Buffer data) {
        if (from != socket) {
            return;
        }
        lastByte = System.nanoTime();
        queue.add(data);
        try {
            while (queue.size() >= LENGTH) {
                int length = queue.intAt(0);
                if (length < 0 || length > MAX_FRAME) {
                    throw new DecodeException("a frame of " + length + " bytes (expected: 0 to " + MAX_FRAME + ")");
                }
                if (queue.size() < LENGTH + length) {
                    return;
                }
                Buffer frame = Buffer.buffer(length)
                        .appendBytes(queue.array(LENGTH + length), queue.offset() + LENGTH, length);
                queue.take(LENGTH + length);
                take(new JsonObject(frame));
            }
        } catch (DecodeException e) {
            events.say(name, "cannot read what came: " + e.getMessage());
            lose(from, "unreadable");
            Tcp.reset(from.channelHandlerContext());
        }
    }

    private void take(JsonObject frame) {
        switch (frame.getString("type", "")) {
            case "message" -> heard.accept(frame.getValue("body"));
            case "pong" -> {
                // Frames are taken in order: whatever was registered before the ping is registered.
                registered.forEach(Promise::tryComplete);
                registered.clear();
            }
            case "err" -> {
                String why = frame.getString("message", "an error without a text");
                registered.forEach(p -> p.tryFail(new IllegalStateException(why)));
                registered.clear();
                events.say(name, why);
            }
            default -> {}
        }
    }

    @Override
    public Future<Void> subscribe(List<String> wanted, Consumer<@Nullable Object> handler) {
        heard = handler;
        addresses.addAll(wanted);
        Promise<Void> done = Promise.promise();
        registered.add(done);
        NetSocket current = socket;
        if (current != null) {
            wanted.forEach(a -> register(current, a));
            write(current, PING);
        }
        return done.future();
    }

    @Override
    public Future<Void> publish(String address, JsonObject body) {
        NetSocket current = socket;
        return current == null
                ? Future.failedFuture("not connected")
                : current.write(frame(new JsonObject()
                        .put("type", "publish")
                        .put("address", address)
                        .put("body", body)));
    }

    private static void write(NetSocket socket, JsonObject frame) {
        // Fails when the connection is gone, which its close handler tells.
        var unused = socket.write(frame(frame));
    }

    private static Buffer frame(JsonObject json) {
        Buffer text = json.toBuffer();
        return Buffer.buffer(LENGTH + text.length()).appendInt(text.length()).appendBuffer(text);
    }

    @Override
    public boolean isFull() {
        return socket != null && socket.writeQueueFull();
    }

    @Override
    public Future<Void> close() {
        closed = true;
        return client.close();
    }
}
