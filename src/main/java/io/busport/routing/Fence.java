package io.busport.routing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the clients of one event loop when what they have put on the bus has arrived: everybody who asks in one turn, or while others are
 * waiting, is told together. When a gateway was lost meanwhile nobody knows, and they are told that: {@link Uncertain}.
 */
final class Fence {
    private final Context context;
    private final Neighbours neighbours;
    private final Custody custody;
    private final List<Held> held = new ArrayList<>(0);
    private @Nullable Batch next;
    private @Nullable Batch current;
    private boolean running;

    private record Held(String address, Promise<Void> promise) {}

    /** Those who wait together; the stamp is of the moment when the first of them put something on the bus. */
    private record Batch(Promise<Void> promise, long stamp) {}

    /** @param context of this event loop */
    Fence(Context context, Neighbours neighbours, Custody custody) {
        this.context = context;
        this.neighbours = neighbours;
        this.custody = custody;
        custody.onRelease(() -> context.runOnContext(v -> release()));
    }

    /** Done when everything so far has arrived. */
    Future<Void> settled() {
        if (next == null) {
            next = new Batch(Promise.promise(), neighbours.stamp());
            if (!running) {
                running = true;
                context.runOnContext(v -> start());
            }
        }
        return next.promise.future();
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

    /** Done when all who wait now have been told, whatever that was. */
    Future<Void> told() {
        Batch last = next == null ? current : next;
        return last == null ? Future.succeededFuture() : last.promise.future().otherwiseEmpty();
    }

    private void start() {
        Batch these = next;
        next = null;
        current = these;
        if (these == null) {
            running = false;
            return;
        }
        var unused = neighbours.passed().onComplete((v, failure) -> {
            if (failure == null && these.stamp != Neighbours.UNKNOWN && these.stamp == neighbours.stamp()) {
                these.promise.complete();
            } else {
                these.promise.fail(new Uncertain());
            }
            start();
        });
    }

    private void release() {
        List<Held> free = held.stream().filter(h -> !custody.isHeld(h.address)).toList();
        held.removeAll(free);
        free.forEach(h -> h.promise.complete());
    }
}
