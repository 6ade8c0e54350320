package io.busport.cluster;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message to this gateway itself, again and again, by way of the others in turn. When it comes back, this one knows a way to another, and
 * that one knows a way here: addresses are routed.
 *
 * <pre>
 *   busport.canary.A ◄── n ── B      A sends n to busport.canary.B with the header "home" = A; B sends it there
 * </pre>
 */
public final class Canary extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(Canary.class);
    private static final String PREFIX = "busport.canary.";
    private static final String HOME = "home";
    /** One may be lost with the gateway it went to, and the next before that is noticed. */
    private static final int ENOUGH = 3;

    private final Membership membership;
    private final Duration every;

    // Read by whoever asks for the gateway's health.
    private final AtomicInteger missing = new AtomicInteger();
    private final AtomicBoolean cameHome = new AtomicBoolean();
    private final AtomicLong roundTrip = new AtomicLong(-1);
    private final LongAdder lost = new LongAdder();

    // Of this verticle's event loop.
    private long flight;
    private boolean out;
    private long sent; // nanoTime
    private @Nullable String via;

    /** @param every zero sends none */
    public Canary(Membership membership, Duration every) {
        this.membership = membership;
        this.every = every;
    }

    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<Long>consumer(PREFIX + membership.node(), this::arrived)
                .completion()
                .onSuccess(v -> {
                    if (!every.isZero()) {
                        send();
                        vertx.setPeriodic(every.toMillis(), id -> send());
                    }
                });
    }

    /** Whether messages find their way, and enough gateways are there. */
    public boolean up() {
        return trouble() == null;
    }

    /** Why they do not, or are not; null: all is well. */
    public @Nullable String trouble() {
        if (membership.minority()) {
            return "this gateway is cut off from most of the others";
        }
        if (every.isZero()) {
            return null;
        }
        if (missing.get() >= ENOUGH) {
            return missing.get() + " messages to itself have not come back";
        }
        return cameHome.get() ? null : "no message to itself has come back yet";
    }

    /** How many in a row have not come back. */
    public int missing() {
        return missing.get();
    }

    /** How many have not come back before the next was sent, since the start. */
    public long lost() {
        return lost.sum();
    }

    /** How long the last that came back took, in nanoseconds; negative while none has. */
    public long roundTripNanos() {
        return roundTrip.get();
    }

    private void send() {
        if (out) {
            lost.increment();
        }
        if (out && missing.incrementAndGet() == ENOUGH) {
            log.warn("Canary: {} messages to itself have not come back, the last by way of {}", ENOUGH, via);
        }
        out = true;
        sent = System.nanoTime();
        flight++;
        via = next();
        DeliveryOptions options = new DeliveryOptions();
        if (!via.equals(membership.node())) {
            var unused = options.addHeader(HOME, membership.node());
        }
        var unused = vertx.eventBus().send(PREFIX + via, flight, options);
    }

    /** Another gateway, each in turn; itself when there is none. */
    private String next() {
        List<String> others = membership.gateways().keySet().stream()
                .filter(node -> !node.equals(membership.node()))
                .sorted()
                .toList();
        return others.isEmpty() ? membership.node() : others.get((int) (flight % others.size()));
    }

    private void arrived(Message<Long> message) {
        String home = message.headers().get(HOME);
        if (home != null) {
            var unused = vertx.eventBus().send(PREFIX + home, message.body());
        } else if (message.body() == flight) {
            out = false;
            roundTrip.set(System.nanoTime() - sent);
            cameHome.set(true);
            if (missing.getAndSet(0) >= ENOUGH) {
                log.info("Canary: messages to itself come back again, the last by way of {}", via);
            }
        }
    }
}
