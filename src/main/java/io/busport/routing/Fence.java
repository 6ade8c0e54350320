package io.busport.routing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the clients of one event loop when what they have put on the bus has arrived: everybody who asks in one turn, or while others are
 * waiting, is told together.
 */
final class Fence {
    private final Context context;
    private final Supplier<Future<Void>> passed;
    private final Custody custody;
    private final List<Held> held = new ArrayList<>(0);
    private @Nullable Promise<Void> next;
    private boolean running;

    private record Held(String address, Promise<Void> promise) {}

    /**
     * @param context of this event loop
     * @param passed done when every event loop of the process has run what it had to do so far
     */
    Fence(Context context, Supplier<Future<Void>> passed, Custody custody) {
        this.context = context;
        this.passed = passed;
        this.custody = custody;
        custody.onRelease(() -> context.runOnContext(v -> release()));
    }

    /** Done when everything so far has arrived. */
    Future<Void> settled() {
        if (next == null) {
            next = Promise.promise();
            if (!running) {
                running = true;
                context.runOnContext(v -> start());
            }
        }
        return next.future();
    }

    /** The same, and nobody at this address wants senders to wait. */
    Future<Void> settled(String address) {
        return settled().compose(v -> {
            if (!custody.isHeld(address)) {
                return Future.succeededFuture();
            }
            Promise<Void> promise = Promise.promise();
            held.add(new Held(address, promise));
            release(); // it may have been released meanwhile, on another thread
            return promise.future();
        });
    }

    private void start() {
        Promise<Void> these = next;
        next = null;
        if (these == null) {
            running = false;
            return;
        }
        var unused = passed.get().onComplete(v -> {
            these.complete();
            start();
        });
    }

    private void release() {
        List<Held> free = held.stream().filter(h -> !custody.isHeld(h.address)).toList();
        held.removeAll(free);
        free.forEach(h -> h.promise.complete());
    }
}
