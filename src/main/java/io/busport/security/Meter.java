package io.busport.security;

import io.busport.config.AuthConfig.LimitsOf;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one principal says in a second, with all its connections. A second's worth may come at once, then as much as the rate gives. What has
 * come is always counted, so a client that says too much is not read from until its debt is paid. Safe to use from any thread.
 */
public final class Meter {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LimitsOf limits;
    /** On the clock of whoever counts: when the next message and the next byte are paid for. */
    private final AtomicLong messagesPaid;

    private final AtomicLong bytesPaid;

    Meter(LimitsOf limits, long now) {
        this.limits = limits;
        this.messagesPaid = new AtomicLong(now);
        this.bytesPaid = new AtomicLong(now);
    }

    /** The same debts under other limits. */
    Meter with(LimitsOf other) {
        Meter meter = new Meter(other, 0);
        meter.messagesPaid.set(messagesPaid.get());
        meter.bytesPaid.set(bytesPaid.get());
        return meter;
    }

    LimitsOf limits() {
        return limits;
    }

    /** @param now {@link System#nanoTime} */
    public void count(int messages, int bytes, long now) {
        charge(messagesPaid, messages, limits.messageRate(), now);
        charge(bytesPaid, bytes, limits.byteRate(), now);
    }

    private static void charge(AtomicLong paid, int units, int rate, long now) {
        if (rate > 0 && units > 0) {
            var unused = paid.updateAndGet(t -> Math.max(t, now) + units * SECOND / rate);
        }
    }

    /** How long nothing more may be taken, in nanoseconds; 0 or less: it may. */
    public long debt(long now) {
        return Math.max(
                        limits.messageRate() > 0 ? messagesPaid.get() - now : 0,
                        limits.byteRate() > 0 ? bytesPaid.get() - now : 0)
                - SECOND;
    }

    boolean isPaid(long now) {
        return Math.max(messagesPaid.get(), bytesPaid.get()) - now <= 0;
    }
}
