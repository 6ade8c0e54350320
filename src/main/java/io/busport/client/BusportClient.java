package io.busport.client;

import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session with a gateway. It outlives its connections: what is said is kept until the gateway has taken responsibility for it, and said
 * again where a connection took it along; what is heard is heard once and in order.
 *
 * <pre>{@code
 *   BusportClient.connect(vertx, SessionOptions.of("203.0.113.1:30800").name("river"))
 *       .compose(client -> client.request("weather", "Seoul"))
 *       .onSuccess(answer -> print(answer.body()));
 * }</pre>
 *
 * <p>May be used from any thread. Every callback runs on the client's own event loop: that of the verticle it was connected in, or one of
 * its own. Needs nothing but vertx-core at run time.
 */
public final class BusportClient {
    private final ClientLoop loop;

    private BusportClient(ClientLoop loop) {
        this.loop = loop;
    }

    /** @return done when the gateway has welcomed us; fails with every address and why, or with {@link BusportException} */
    public static Future<BusportClient> connect(Vertx vertx, SessionOptions options) {
        VertxInternal internal = (VertxInternal) vertx;
        ContextInternal mine = internal.getContext();
        ContextInternal context =
                mine != null && mine.isEventLoopContext() ? mine.unwrap() : internal.createEventLoopContext();
        return ClientLoop.start(vertx, context, options.copy()).map(BusportClient::new);
    }

    /** @return done when the gateway has taken responsibility; fails with {@link BusportException} */
    public Future<Void> send(String address, @Nullable Object body) {
        return send(address, body, Headers.NONE);
    }

    /** To one of those who hear the address. */
    public Future<Void> send(String address, @Nullable Object body, Headers headers) {
        return taken(
                body,
                own -> loop.session().send(new Frame.Send(checked(address), null, headers, own, null, 0, false, 0)));
    }

    public Future<Void> publish(String address, @Nullable Object body) {
        return publish(address, body, Headers.NONE);
    }

    /** To all who hear the address. */
    public Future<Void> publish(String address, @Nullable Object body, Headers headers) {
        return taken(body, own -> loop.session().send(new Frame.Publish(checked(address), headers, own, false, 0)));
    }

    public Future<Delivery> request(String address, @Nullable Object body) {
        return request(address, body, Headers.NONE, loop.options().requestTimeout());
    }

    /**
     * To one of those who hear the address, for an answer.
     *
     * @param timeout from now on. A request without an answer may have been done, or may still be
     */
    public Future<Delivery> request(String address, @Nullable Object body, Headers headers, Duration timeout) {
        return taken(body, own -> loop.session().request(checked(address), own, headers, timeout.toMillis()));
    }

    /** As {@link #process}; what the handler was given is acknowledged when it returns. */
    public Future<Subscription> subscribe(String address, Handler<Delivery> handler) {
        return process(address, delivery -> {
            handler.handle(delivery);
            return Future.succeededFuture();
        });
    }

    /**
     * Hears an address.
     *
     * @param handler its future says when the message has been dealt with: then it is acknowledged, whether that went well or not. As many
     *     as the window allows are under way at a time
     * @return done when the whole cluster routes to us
     */
    public Future<Subscription> process(String address, Function<Delivery, Future<?>> handler) {
        return on(() -> loop.session().subscribe(checked(address), handler));
    }

    /**
     * Says the token of {@link SessionOptions#token} on the connection that stands, in place of the one before: nothing is interrupted. One that
     * is not believed ends the client.
     */
    public void renewToken() {
        loop.context().runOnContext(v -> loop.logIn());
    }

    /** Told what happens from now on. What happens before is told to {@link SessionOptions#onEvent}. */
    public BusportClient onEvent(Handler<SessionEvent> handler) {
        loop.context().runOnContext(v -> loop.onEvent(handler));
        return this;
    }

    /** Whether half of the backlog is full: a good moment to wait for the drain handler. */
    public boolean writeQueueFull() {
        return loop.status().isFull();
    }

    /** Called when {@link #writeQueueFull} has ceased. */
    public BusportClient drainHandler(@Nullable Handler<Void> handler) {
        loop.context().runOnContext(v -> loop.onDrain(handler));
        return this;
    }

    public SessionInfo info() {
        return loop.status().info();
    }

    /**
     * The end. What was taken is delivered first, for {@link SessionOptions#closeTimeout} at most.
     *
     * @return fails when not everything was
     */
    public Future<Void> close() {
        return on(() -> loop.leave(false));
    }

    /** As {@link #close}, and the session waits for its expiry: who has its state file goes on with it. */
    public Future<Void> park() {
        return on(() -> loop.leave(true));
    }

    private static String checked(String address) {
        if (address.isEmpty()) {
            throw new IllegalArgumentException("an empty address (expected: at least one character)");
        }
        return address;
    }

    private <T> Future<T> taken(@Nullable Object body, Function<@Nullable Object, Future<T>> action) {
        Object own;
        try {
            own = Bodies.own(body);
        } catch (BusportException e) {
            return loop.context().failedFuture(e);
        }
        return on(() -> action.apply(own));
    }

    /** On the client's event loop, at once when that is where we are. */
    private <T> Future<T> on(Supplier<Future<T>> action) {
        ContextInternal context = loop.context();
        if (context.inThread()) {
            return run(action);
        }
        Promise<T> promise = context.promise();
        context.runOnContext(v -> run(action).onComplete(promise));
        return promise.future();
    }

    private <T> Future<T> run(Supplier<Future<T>> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            return loop.context().failedFuture(e);
        }
    }
}
