package io.busport.prove;

import io.busport.client.Access;
import io.busport.client.BusportClient;
import io.busport.client.Delivery;
import io.busport.client.Endpoint;
import io.busport.client.SessionEvent;
import io.busport.client.SessionOptions;
import io.busport.wire.Dialect;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client with a session. What it is told on its own event loop, it tells on the proof's. */
final class SessionPeer implements Peer {
    /** Longer than any fault of a proof. */
    private static final Duration EXPIRY = Duration.ofMinutes(5);

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);
    private static final Duration ACK_DEADLINE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Context context;
    private final String name;
    private final SessionOptions options;
    private final Events events;
    private @Nullable BusportClient client;

    /** @param context the proof's */
    SessionPeer(
            Vertx vertx,
            Context context,
            String name,
            List<Endpoint> endpoints,
            Access access,
            Dialect dialect,
            Pulse pulse,
            Events events) {
        this.vertx = vertx;
        this.context = context;
        this.name = name;
        this.events = events;
        this.options = new SessionOptions(endpoints)
                .tls(access.tls())
                .token(access.token())
                .dialect(dialect)
                .expiry(EXPIRY)
                .heartbeat(pulse.interval())
                // It counts from a heartbeat on.
                .silence(pulse.silence().minus(pulse.interval()))
                .probeAfter(pulse.probeAfter())
                .probeDeadline(pulse.probeDeadline())
                .ackDeadline(ACK_DEADLINE)
                .connectTimeout(pulse.silence())
                .welcomeTimeout(pulse.silence())
                .firstRetry(pulse.firstRetry())
                .longestRetry(LONGEST_RETRY)
                .onEvent(event -> context.runOnContext(v -> tell(event)));
    }

    @Override
    public Future<Void> connect() {
        return here(BusportClient.connect(vertx, options)).map(connected -> {
            client = connected;
            return null;
        });
    }

    private void tell(SessionEvent event) {
        switch (event.kind()) {
            case LOST, UNREACHABLE -> events.lost(name, event.details().getString("cause", event.text()));
            case RESUMED -> events.back(name, "resumed");
            case PARTIAL -> events.back(name, "resumed in part");
            case FRESH -> events.back(name, "a new session (" + event.text() + ")");
            case GAP -> events.gap(name, event.details().getLong("count", 0L), event.text());
            case SLOW, GOAWAY, MOVED, FAILED -> events.say(name, event.text());
            // Each new connection through a NAT comes from another port.
            case REBOUND, GUARANTEE, CONNECTED, CLOSED -> {}
        }
    }

    @Override
    public Future<Void> subscribe(List<String> addresses, Consumer<@Nullable Object> heard) {
        Handler<Delivery> handler = delivery -> {
            Object body = delivery.body();
            context.runOnContext(v -> heard.accept(body));
        };
        return here(Future.all(addresses.stream()
                        .map(address -> connected().subscribe(address, handler))
                        .toList())
                .mapEmpty());
    }

    @Override
    public Future<Void> publish(String address, JsonObject body) {
        return here(connected().publish(address, body));
    }

    @Override
    public boolean isFull() {
        return connected().writeQueueFull();
    }

    @Override
    public Future<Void> close() {
        return client == null ? Future.succeededFuture() : here(client.close());
    }

    private BusportClient connected() {
        if (client == null) {
            throw new IllegalStateException(name + " is not connected (expected: after connect)");
        }
        return client;
    }

    /** The same, done on the proof's event loop. */
    private <T> Future<T> here(Future<T> there) {
        Promise<T> here = Promise.promise();
        there.onComplete(result -> context.runOnContext(v -> here.handle(result)));
        return here.future();
    }
}
