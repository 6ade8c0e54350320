package io.busport.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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
    private final Allowances allowances;
    private final ConcurrentHashMap<String, Share> shares = new ConcurrentHashMap<>();

    /** @param max bytes */
    public Budget(long max) {
        this(max, Allowances.ALL);
    }

    /** @param allowances of each principal's sessions */
    public Budget(long max, Allowances allowances) {
        this.max = max;
        this.allowances = allowances;
    }

    /** Why there is no room for another session of this principal; null when there is. */
    @Nullable
    String refusalOf(String principal) {
        Share share = shares.get(principal);
        return share == null ? null : share.refusal();
    }

    /** A session of this principal is there now, with so many bytes in its outbox. */
    Share enter(String principal, long bytes) {
        return shares.compute(principal, (name, known) -> {
            Share share = known == null ? new Share(this, name, allowances) : known;
            share.enter(bytes);
            return share;
        });
    }

    /** The last session of a principal is gone. */
    void forget(String principal, Share share) {
        var unused =
                shares.computeIfPresent(principal, (name, known) -> known == share && share.isEmpty() ? null : known);
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
