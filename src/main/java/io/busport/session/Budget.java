package io.busport.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of all sessions of a gateway. When it is used up no new session is taken, and those there are keep less; none is dropped to make
 * room. Safe to use from any thread.
 */
public final class Budget {
    /** What a session takes without a message: itself, its maps, a registration. Measured at about 2 KB. */
    static final int OF_SESSION = 2 << 10;

    private final long max;
    private final AtomicLong used = new AtomicLong();

    /** @param max bytes */
    public Budget(long max) {
        this.max = max;
    }

    void add(long bytes) {
        used.addAndGet(bytes);
    }

    boolean hasRoom() {
        return used.get() + OF_SESSION <= max;
    }

    /** Bytes that are in use. */
    public long used() {
        return used.get();
    }

    public long max() {
        return max;
    }
}
