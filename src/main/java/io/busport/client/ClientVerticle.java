package io.busport.client;

import io.busport.client.link.Link;
import io.busport.client.link.LinkException;
import io.busport.config.LinkConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * A link: joins the local event bus to the cluster's bus through a gateway. It dials out, so its site needs no open port and no address of
 * its own.
 *
 * <pre>
 *   private site                               │ NAT │                cluster
 *   service ◄─► local event bus ◄─► this ──────┼─────┼──► gateway ◄─► event bus ◄─► services
 *                   import ◄────────────────────────────────────────── messages to that address
 *                   export ──────────────────────────────────────────► messages to that address
 * </pre>
 *
 * <p>Told what to do by its deployment configuration, in the keys of {@code conf/link.yaml}, or by a {@link LinkConfig}. Started when messages
 * pass in both directions; the start fails when no gateway can be reached or an import is denied. From then on the session outlives
 * its connections. When the session itself ends for a reason that trying again would not change, {@code FAILED} or {@code MOVED} is
 * published on {@link #EVENTS}, and local askers get failures. One instance, on an event loop.
 */
public final class ClientVerticle extends VerticleBase {
    /**
     * Published on the local bus: what happens to the link, {@code {"link", "kind", "text", "details"}}. Kinds are those of {@link
     * SessionEvent}, and NOT_EXPORTED and NOT_IMPORTED with {@code count} messages to {@code address} that were lost for {@code code}.
     */
    public static final String EVENTS = "busport.link.events";

    private final @Nullable LinkConfig given;
    private @Nullable Link link;

    public ClientVerticle() {
        this.given = null;
    }

    public ClientVerticle(LinkConfig config) {
        this.given = config;
    }

    @Override
    public Future<?> start() {
        if (!context.isEventLoopContext() || context.getInstanceCount() > 1) {
            return Future.failedFuture(new LinkException("a link of " + context.getInstanceCount()
                    + " instances, on an event loop: " + context.isEventLoopContext()
                    + " (expected: one instance on an event loop; two would say everything twice)"));
        }
        LinkConfig config = given == null ? LinkConfig.from(config()) : given;
        return Link.open(vertx, config).onSuccess(opened -> link = opened);
    }

    @Override
    public Future<?> stop() {
        return link == null ? Future.succeededFuture() : link.close();
    }

    /** How its session stands, from any thread; null before the start. */
    public @Nullable SessionInfo info() {
        return link == null ? null : link.client().info();
    }
}
