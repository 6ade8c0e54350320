package io.busport.ops;

import io.busport.connection.Connections;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Three different questions. Started: has it ever listened? Ready: should new clients be sent here? Live: do the event loops still turn?
 * A gateway that drains is live and not ready; nothing outside the process may make it not live, or Kubernetes would kill healthy pods.
 */
public final class Health {
    private enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }

    /** A loop that does not get to a task in this time is as good as dead: nothing on it may block. */
    private static final long LOOP_DEADLINE_MILLIS = 2000;

    // Written by the main verticle and the drain, read by the admin server's loop.
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    private final HealthChecks started;
    private final HealthChecks ready;
    private final HealthChecks live;

    /** @param cluster whether the other gateways can be reached, null when this one is alone */
    public Health(Vertx vertx, Connections connections, @Nullable BooleanSupplier cluster) {
        started = HealthChecks.create(vertx)
                .register("listening", p -> p.complete(status(phase.get() != Phase.STARTING)));
        ready = HealthChecks.create(vertx).register("serving", p -> p.complete(status(phase.get() == Phase.SERVING)));
        if (cluster != null) {
            ready.register("cluster", p -> p.complete(status(cluster.getAsBoolean())));
        }
        live = HealthChecks.create(vertx)
                .register(
                        "event-loops",
                        LOOP_DEADLINE_MILLIS + 1000,
                        p -> connections
                                .countOpen(LOOP_DEADLINE_MILLIS)
                                .onSuccess(open -> p.tryComplete(Status.OK()))
                                .onFailure(e -> p.tryComplete(Status.KO())));
    }

    /** The gateway listens. */
    public void serving() {
        phase.set(Phase.SERVING);
    }

    /** The gateway leaves: it is not to be sent new clients. */
    void draining() {
        phase.set(Phase.DRAINING);
    }

    /** What the gateway does now: {@code starting}, {@code serving} or {@code draining}. */
    String phase() {
        return String.valueOf(phase.get()).toLowerCase(Locale.ROOT);
    }

    HealthChecks started() {
        return started;
    }

    HealthChecks ready() {
        return ready;
    }

    HealthChecks live() {
        return live;
    }

    private static Status status(boolean ok) {
        return ok ? Status.OK() : Status.KO();
    }
}
