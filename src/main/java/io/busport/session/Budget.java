package io.busport.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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

    /**
     * Takes a place for a session that is about to be opened, so that many at a time are not more than there may be.
     *
     * @return why there is none; null when it has one, until it is {@linkplain #vacate vacated}
     */
    @Nullable
    String reserve(String principal) {
        AtomicReference<@Nullable String> refusal = new AtomicReference<>();
        var unused = shares.compute(principal, (name, known) -> {
            Share share = known == null ? new Share(this, name, allowances) : known;
            refusal.set(share.refusal());
            if (refusal.get() == null) {
                share.enter(0);
            }
            return share.isEmpty() ? null : share;
        });
        return refusal.get();
    }

    /** The session is opened now, or is not. */
    void vacate(String principal) {
        Share share = shares.get(principal);
        if (share != null) {
            share.leave(0);
        }
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
