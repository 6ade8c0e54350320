package io.busport.routing;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.busport.config.PermissionsConfig;
import io.busport.session.Router;
import io.busport.session.Traffic;
import io.busport.testing.Loop;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Two event loops, and clients on them. */
final class BusFixture {
    static final Router.Origin ORIGIN = Router.Origin.of("c-1", "203.0.113.7:51112");
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    final Vertx vertx;
    final Loop loop;
    final Loop otherLoop;

    BusFixture(Vertx vertx) {
        this.vertx = vertx;
        this.loop = new Loop(vertx);
        this.otherLoop = new Loop(vertx);
    }

    BusLoop busLoop(LivePermissions permissions) {
        return busLoop(permissions, Neighbours.none(Future::succeededFuture));
    }

    BusLoop busLoop(LivePermissions permissions, Neighbours neighbours) {
        return new BusLoop(
                vertx,
                vertx.getOrCreateContext(),
                new BusLoop.Timeouts(TIMEOUT, TIMEOUT),
                permissions,
                new Custody(),
                neighbours,
                Traffic.UNCOUNTED);
    }

    /** A client whom no rule binds; to be made on its loop. */
    Router client() {
        return busLoop(new LivePermissions(Permissions.of(new PermissionsConfig(List.of(), List.of()))))
                .forText(ORIGIN);
    }

    void serve(String address, Handler<Message<Object>> handler) throws TimeoutException {
        vertx.eventBus().consumer(address, handler).completion().await(5, SECONDS);
    }

    Frame request(Router client, Frame.Send message) throws TimeoutException {
        Promise<Frame> answer = Promise.promise();
        loop.run(() -> client.request(message, 0, (frame, asker) -> answer.complete(frame)));
        return answer.future().await(5, SECONDS);
    }
}
