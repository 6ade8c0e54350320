package io.busport.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** An event loop on which a test does things and waits for them. */
public final class Loop {
    private final Context context;

    /** The next one of {@code vertx}; a thread's own context would be the same each time. */
    public Loop(Vertx vertx) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    public Context context() {
        return context;
    }

    public void run(Runnable task) throws TimeoutException {
        var unused = call(() -> {
            task.run();
            return task;
        });
    }

    public <T> T call(Callable<T> task) throws TimeoutException {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> {
            try {
                done.complete(task.call());
            } catch (Exception | AssertionError e) {
                done.fail(e);
            }
        });
        return done.future().await(5, SECONDS);
    }
}
