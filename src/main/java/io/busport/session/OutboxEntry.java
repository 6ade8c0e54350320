package io.busport.session;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Gap;
import org.jspecify.annotations.Nullable;

/** One frame in an {@link Outbox}, or what stands for some that were not kept; a link of its chain. */
final class OutboxEntry {
    /** Of an entry that holds no frame any more. */
    static final int NO_SIZE = 0;

    final long from;
    long last;

    @Nullable
    Frame frame;

    int size;
    final long since;
    long until;
    long count = 1;

    @Nullable
    String address;

    @Nullable
    FailCode lost;

    boolean sent;
    boolean droppable;

    @Nullable
    String key;

    @Nullable
    OutboxEntry before;

    @Nullable
    OutboxEntry after;

    OutboxEntry(long n, @Nullable Frame frame, int size, long now) {
        this.from = n;
        this.last = n;
        this.frame = frame;
        this.size = size;
        this.since = now;
        this.until = now;
    }

    /** Only its number stays. */
    void lose(FailCode why, long now) {
        frame = null;
        size = NO_SIZE;
        lost = why;
        until = now;
    }

    /**
     * Stands for the next one as well, if both are lost for the same reason and nobody has heard of either.
     *
     * @return whether it does; then the next one is out of the chain
     */
    boolean absorb(OutboxEntry later) {
        if (lost == null || later.lost != lost || sent || later.sent) {
            return false;
        }
        last = later.last;
        count += later.count;
        until = Math.max(until, later.until);
        if (address != null && !address.equals(later.address)) {
            address = null;
        }
        after = later.after;
        if (later.after != null) {
            later.after.before = this;
        }
        return true;
    }

    Gap gap() {
        FailCode why = lost == null ? FailCode.INTERNAL : lost;
        return new Gap(from, count, address, since, until, why, Gaps.sentence(count, address, why));
    }

    Outbox.Kept kept() {
        return new Outbox.Kept(from, last, frame, size, count, address, lost, since, until, sent, droppable, key);
    }

    static OutboxEntry of(Outbox.Kept kept) {
        OutboxEntry e = new OutboxEntry(kept.from(), kept.frame(), kept.size(), kept.sinceMillis());
        e.last = kept.n();
        e.count = kept.count();
        e.address = kept.address();
        e.lost = kept.lost();
        e.until = kept.untilMillis();
        e.sent = kept.sent();
        e.droppable = kept.droppable();
        e.key = kept.key();
        return e;
    }
}
