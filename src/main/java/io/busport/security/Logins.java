package io.busport.security;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what becomes of logins, and says in the log that some fail: the first at once, then how many there were, once in ten seconds. Whoever
 * tries ten thousand tokens a second writes six lines a minute. Safe to use from any thread.
 */
public final class Logins {
    static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

    private static final Logger log = LoggerFactory.getLogger(Logins.class);

    private final LongSupplier nanoTime;
    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);
    private final LongAdder throttled = new LongAdder();
    private final LongAdder quiet = new LongAdder(); // failed since the last line, and not in it
    private final AtomicLong nextLine;

    /** @param nanoTime {@link System#nanoTime}, or the clock of a test */
    public Logins(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextLine = new AtomicLong(nanoTime.getAsLong());
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    /** A client is believed. */
    public void succeeded(boolean renewed) {
        adder(renewed ? Outcome.RENEWED : Outcome.OK).increment();
    }

    /**
     * A client is not, or not any more.
     *
     * @param who its connection, as lines of the log begin
     */
    public void failed(String who, Refusal why) {
        adder(why.outcome()).increment();
        if (takeTurn()) {
            log.warn("{}Login failed: {}; more of this is counted for 10 s", who, why.sentence());
        } else {
            quiet.increment();
        }
    }

    /** Says how many there were; called now and then. */
    public void tick() {
        if (quiet.sum() > 0 && takeTurn()) {
            log.warn("Logins that failed in the last 10 s: {} more", quiet.sumThenReset());
        }
    }

    private boolean takeTurn() {
        long now = nanoTime.getAsLong();
        long due = nextLine.get();
        return now - due >= 0 && nextLine.compareAndSet(due, now + INTERVAL);
    }

    /** A client was not read from for a while, since its principal takes more than it may. */
    public void throttled() {
        throttled.increment();
    }

    private LongAdder adder(Outcome outcome) {
        return Objects.requireNonNull(counts.get(outcome));
    }

    public long count(Outcome outcome) {
        return adder(outcome).sum();
    }

    public long throttledCount() {
        return throttled.sum();
    }
}
