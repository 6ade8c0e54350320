package io.busport.routing;

import io.busport.session.Router;
import io.busport.session.Traffic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.eventbus.EventBusInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the clients of one event loop share of the event bus. Made and used on that loop only. */
public final class BusLoop implements Router.Factory {
    /**
     * @param text how long a consumer may take to answer a text connection
     * @param frames the same for a request that does not say, on any other
     */
    public record Timeouts(Duration text, Duration frames) {}

    private final EventBusInternal bus;
    private final Context context;
    private final boolean handsOver;
    private final Timeouts timeouts;
    private final Fence fence;
    private final Redo redo;
    private final Custody custody;
    private final LoopPermissions permissions;
    private final Subscriptions subscriptions;
    private final Traffic traffic;

    /**
     * @param context of this event loop, on which answers are waited for
     * @param custody the whole process's
     * @param neighbours where else messages arrive
     * @param traffic the whole process's
     */
    public BusLoop(
            Vertx vertx,
            Context context,
            Timeouts timeouts,
            LivePermissions permissions,
            Custody custody,
            Neighbours neighbours,
            Traffic traffic) {
        this.bus = (EventBusInternal) vertx.eventBus();
        this.context = context;
        this.handsOver = !vertx.isClustered();
        this.timeouts = timeouts;
        this.custody = custody;
        this.fence = new Fence(context, neighbours, custody);
        this.redo = new Redo(neighbours);
        this.permissions = new LoopPermissions(permissions);
        this.subscriptions = new Subscriptions(bus, custody, traffic, neighbours::routed);
        this.traffic = traffic;
        HandOverCodec.register(bus);
    }

    @Override
    public Router forText(Router.Origin origin) {
        return new BusRouter(this, origin, timeouts.text.toMillis());
    }

    @Override
    public Router forFrames(Router.Origin origin) {
        BusRouter router = new BusRouter(this, origin, timeouts.frames.toMillis());
        return new GuardedRouter(router, permissions, origin);
    }

    EventBus bus() {
        return bus;
    }

    Future<Message<Object>> request(String address, @Nullable Object body, DeliveryOptions options) {
        return bus.request(context, address, body, options);
    }

    /** Whether bodies may be handed over uncopied: not where a message may leave the process. */
    boolean handsOver() {
        return handsOver;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Future<Void> settled() {
        return fence.settled();
    }

    Future<Void> settled(String address) {
        return fence.settled(address);
    }

    Redo redo() {
        return redo;
    }

    /**
     * Says again what is uncertain, and what is about to become so: whoever waits at the fence was before the loss, too. Fails when something
     * stays uncertain.
     */
    Future<Void> sayAgain() {
        return fence.told().compose(v -> redo.run());
    }

    /** Runs a task on this loop; may be called from any thread. */
    void run(Runnable task) {
        context.runOnContext(v -> task.run());
    }

    Traffic traffic() {
        return traffic;
    }

    Custody custody() {
        return custody;
    }
}
