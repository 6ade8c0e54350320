package io.busport.ops;

import io.busport.connection.Connections;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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

    /** @param since when it became so */
    private record Now(Phase phase, Instant since) {}

    /** A loop that does not get to a task in this time is as good as dead: nothing on it may block. */
    private static final long LOOP_DEADLINE_MILLIS = 2000;

    // Written by the main verticle and the drain, read by the admin server's loop.
    private final AtomicReference<Now> now = new AtomicReference<>(new Now(Phase.STARTING, Instant.now()));

    private final @Nullable Supplier<@Nullable String> cluster;
    private final HealthChecks started;
    private final HealthChecks ready;
    private final HealthChecks live;

    /**
     * @param cluster why the other gateways cannot be reached, null when they can; itself null when this gateway is alone
     */
    public Health(Vertx vertx, Connections connections, @Nullable Supplier<@Nullable String> cluster) {
        this.cluster = cluster;
        started = HealthChecks.create(vertx)
                .register("listening", p -> p.complete(phase() == Phase.STARTING ? because("not yet") : because(null)));
        ready = HealthChecks.create(vertx).register("serving", p -> p.complete(because(notServing())));
        if (cluster != null) {
            ready.register("cluster", p -> p.complete(because(cluster.get())));
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
        now.set(new Now(Phase.SERVING, Instant.now()));
    }

    /** The gateway leaves: it is not to be sent new clients. */
    public void draining() {
        now.set(new Now(Phase.DRAINING, Instant.now()));
    }

    private Phase phase() {
        return Objects.requireNonNull(now.get()).phase;
    }

    /** What the gateway does now: {@code starting}, {@code serving} or {@code draining}. */
    String state() {
        return phase().name().toLowerCase(Locale.ROOT);
    }

    /** Since when it does that. */
    Instant since() {
        return Objects.requireNonNull(now.get()).since;
    }

    /** Why no new client should be sent here; null: they are welcome. */
    @Nullable
    String unready() {
        String why = notServing();
        return why != null || cluster == null ? why : cluster.get();
    }

    private @Nullable String notServing() {
        return switch (phase()) {
            case STARTING -> "it is starting";
            case SERVING -> null;
            case DRAINING -> "it is leaving";
        };
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

    private static Status because(@Nullable String why) {
        return why == null ? Status.OK() : Status.KO(new JsonObject().put("reason", why));
    }
}
