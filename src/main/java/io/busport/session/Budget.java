package io.busport.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of all sessions of a gateway. When it is used up no new session is taken, and those there are keep less; none is dropped to make
 * room. Safe to use from any thread.
 */
public final class Budget {
    /** What a session takes without a message: itself, its maps, a registration. Measured at about 2 KB. */
    static final int OF_SESSION = 2 << 10;

    private static final int RESERVE = 16;

    private final long max;
    private final AtomicLong used = new AtomicLong();

    /** @param max bytes */
    public Budget(long max) {
        this.max = max;
    }

    void add(long bytes) {
        used.addAndGet(bytes);
    }

    /** Whether another session may be opened. The last sixteenth is for those that are there. */
    boolean hasRoomForAnother() {
        return used.get() + OF_SESSION <= max - max / RESERVE;
    }

    /** Whether those that are there may keep more. */
    boolean hasRoom() {
        return used.get() < max;
    }

    /** Bytes that are in use. */
    public long used() {
        return used.get();
    }

    public long max() {
        return max;
    }
}
