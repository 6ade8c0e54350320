package io.busport.routing;

import io.busport.routing.Neighbours.Repeat;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The event loops of this gateway, for other gateways that have something to say to all of them. Safe to use from any thread. */
public final class Relay {
    private final List<BusLoop> loops = new CopyOnWriteArrayList<>();

    /** One more event loop. */
    public BusLoop add(BusLoop loop) {
        loops.add(loop);
        return loop;
    }

    /** Delivers a message to every session here that hears it and does not have it. */
    public Future<Void> repeat(Repeat message) {
        Frame.Message frame = new Frame.Message(
                message.address(), null, BusHeaders.forClient(message.headers()), message.body(), false);
        return onAll(loop -> {
            loop.subscriptions().repeat(frame, message.id());
            return Future.succeededFuture();
        });
    }

    /** Done when everything that any loop has put on the bus so far has arrived; fails when nobody knows. */
    public Future<Void> settled() {
        return onAll(BusLoop::settled);
    }

    /** Says again what may be lost; done when every loop has. Fails when something is as uncertain as before. */
    public Future<Void> redo() {
        return onAll(BusLoop::sayAgain);
    }

    private Future<Void> onAll(Function<BusLoop, Future<Void>> task) {
        List<Future<Void>> all = new ArrayList<>();
        for (BusLoop loop : loops) {
            Promise<Void> promise = Promise.promise();
            loop.run(() -> {
                var unused = task.apply(loop).onComplete(promise);
            });
            all.add(promise.future());
        }
        return Future.join(all).mapEmpty();
    }
}
