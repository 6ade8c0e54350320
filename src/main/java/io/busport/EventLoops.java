package io.busport;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** The event loops of a process. Safe to use from any thread. */
final class EventLoops {
    private final VertxInternal vertx;
    private final List<Executor> loops = new ArrayList<>();

    EventLoops(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
        this.vertx.nettyEventLoopGroup().forEach(loops::add);
    }

    int size() {
        return loops.size();
    }

    /**
     * A context of the caller's event loop that belongs to no deployment. On a verticle's own, each request to the bus adds two hooks to
     * the deployment and takes them away again, which costs as much as the rest of the request.
     */
    Context withoutDeployment() {
        return vertx.contextBuilder()
                .withEventLoop(vertx.getOrCreateContext().nettyEventLoop())
                .build();
    }

    /** Done, on the caller's context, when every loop has run what it had to do when this was called. */
    Future<Void> passed() {
        ContextInternal caller = vertx.getOrCreateContext();
        Promise<Void> promise = caller.promise();
        AtomicInteger left = new AtomicInteger(loops.size());
        for (Executor loop : loops) {
            loop.execute(() -> {
                if (left.decrementAndGet() == 0) {
                    promise.complete();
                }
            });
        }
        return promise.future();
    }
}
