package io.busport.session;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbered frames of one direction of a session that the other side has not taken responsibility for, in order. The same at both ends.
 *
 * <pre>
 *   acknowledged        on their way          waiting
 *   (gone)        │ 18   19   20   21   │ 22   23   24..27   28 │ ◄── append
 *             acked                   sent         └ lost: one gap stands for four
 * </pre>
 *
 * <p>A frame gets its number when it is appended and keeps it, however often it is sent. What cannot be kept is not taken out: a gap takes
 * its place, so that no number is ever missing. Only what was never sent can be lost so: what is on its way may have arrived.
 *
 * <p>Times are milliseconds of Unix time. Owned by one event loop.
 */
public final class Outbox {
    private @Nullable OutboxEntry first;
    private @Nullable OutboxEntry last;
    private @Nullable OutboxEntry cursor; // the next to be sent; null: everything has been
    private final Map<String, OutboxEntry> latest = new HashMap<>();
    private Window window;
    private long appended; // the highest number given
    private long acked;
    private long transmitted; // the highest number that was ever sent
    private long safe = Long.MAX_VALUE; // up to which frames may be sent
    private int lost; // entries that hold no frame any more
    private int messages;
    private long bytes;
    private int onTheirWay;
    private long bytesOnTheirWay;

    /** @param window what the other side takes unacknowledged */
    public Outbox(Window window) {
        this(window, 0);
    }

    /** @param acked the number to go on behind */
    public Outbox(Window window, long acked) {
        this.window = window;
        this.appended = acked;
        this.acked = acked;
        this.transmitted = acked;
    }

    // --- in

    /**
     * Adds a frame.
     *
     * @param size what it is counted as, in bytes
     * @param droppable whether {@link #dropOldest} may lose it
     * @return its number
     */
    public long append(Frame frame, int size, boolean droppable, long now) {
        OutboxEntry entry = new OutboxEntry(++appended, frame, size, now);
        entry.droppable = droppable;
        entry.address = frame instanceof Frame.Message m ? m.address() : null;
        add(entry);
        messages++;
        bytes += size;
        return appended;
    }

    /** A gap for messages that nobody has counted: they may have been lost before they came here. */
    public void appendUnknown(FailCode why, long since, long now) {
        OutboxEntry gap = new OutboxEntry(++appended, null, OutboxEntry.NO_SIZE, since);
        gap.count = 0;
        gap.lost = why;
        gap.until = now;
        lost++;
        add(gap);
    }

    /** As {@link #append}; an older one with the same key that was never sent is lost to it. */
    public long appendLatest(Frame frame, int size, String key, long now) {
        OutboxEntry older = latest.get(key);
        if (older != null && !older.sent) {
            lose(older, FailCode.SUPERSEDED, now);
        }
        long n = append(frame, size, true, now);
        if (last != null) {
            last.key = key;
            latest.put(key, last);
        }
        return n;
    }

    /** A gap for numbers that were acknowledged before and are asked for again: {@code from} to the last acknowledged. */
    public void restart(long from, long now) {
        if (from <= acked) {
            OutboxEntry gap = new OutboxEntry(from, null, OutboxEntry.NO_SIZE, now);
            gap.last = acked;
            gap.count = acked - from + 1;
            gap.lost = FailCode.ACKNOWLEDGED;
            lost++;
            gap.after = first;
            if (first == null) {
                last = gap;
            } else {
                first.before = gap;
            }
            first = gap;
            acked = from - 1;
            rewind();
        }
    }

    private void add(OutboxEntry entry) {
        entry.before = last;
        if (last == null) {
            first = entry;
        } else {
            last.after = entry;
        }
        last = entry;
        if (cursor == null) {
            cursor = entry;
        }
    }

    /**
     * Loses the oldest message that may be lost.
     *
     * @return false when there is none
     */
    public boolean dropOldest(FailCode why, long now) {
        for (OutboxEntry e = cursor; e != null; e = e.after) {
            if (e.droppable && !e.sent && e.frame != null) {
                lose(e, why, now);
                return true;
            }
        }
        return false;
    }

    private void lose(OutboxEntry entry, FailCode why, long now) {
        messages--;
        bytes -= entry.size;
        entry.lose(why, now);
        lost++;
        if (entry.key != null) {
            latest.remove(entry.key, entry);
            entry.key = null;
        }
        merge(entry, entry.after);
        merge(entry.before, entry);
    }

    /** Two neighbours that are both lost become one; the earlier stays. */
    private void merge(@Nullable OutboxEntry earlier, @Nullable OutboxEntry later) {
        if (earlier == null || later == null || !earlier.absorb(later)) {
            return;
        }
        lost--;
        if (earlier.after == null) {
            last = earlier;
        }
        if (cursor == later) {
            cursor = earlier;
        }
    }

    // --- out

    /** What may be on its way from now on. */
    public void window(Window now) {
        window = now;
    }

    /** Frames up to this number may be sent, and no others: what a client has seen must be kept elsewhere first. */
    public void safe(long n) {
        safe = n;
    }

    /** The next frame to send; null when there is none that may be, or the window is used up. */
    public @Nullable Stamped next() {
        OutboxEntry e = cursor;
        if (e == null || e.last > safe || !isWithinWindow(e)) {
            return null;
        }
        cursor = e.after;
        boolean again = e.sent;
        e.sent = true;
        transmitted = Math.max(transmitted, e.last);
        onTheirWay++;
        bytesOnTheirWay += e.size;
        return new Stamped(e.last, -1, again, e.frame == null ? e.gap() : e.frame);
    }

    private boolean isWithinWindow(OutboxEntry e) {
        if (window.messages() == 0) {
            return false;
        }
        return onTheirWay == 0 || (onTheirWay < window.messages() && bytesOnTheirWay + e.size <= window.bytes());
    }

    /**
     * The other side has taken responsibility.
     *
     * @return false when it says so of what was never sent; then nothing is done
     */
    public boolean acknowledge(long received) {
        if (received > transmitted) {
            return false;
        }
        OutboxEntry e = first;
        while (e != null && e.last <= received) {
            remove(e);
            e = e.after;
        }
        first = e;
        if (e == null) {
            last = null;
        } else {
            e.before = null;
        }
        acked = Math.max(acked, received);
        return true;
    }

    private void remove(OutboxEntry e) {
        if (cursor == e) {
            cursor = e.after; // acknowledged on the connection before, and not yet sent again
        } else {
            onTheirWay--;
            bytesOnTheirWay -= e.size;
        }
        if (e.frame != null) {
            messages--;
            bytes -= e.size;
        } else {
            lost--;
        }
        if (e.key != null) {
            latest.remove(e.key, e);
        }
    }

    /** A new connection: everything that is not acknowledged is sent again. */
    public void rewind() {
        cursor = first;
        onTheirWay = 0;
        bytesOnTheirWay = 0;
    }

    // --- facts

    /** Frames that are kept. */
    public int messages() {
        return messages;
    }

    /** Bytes of them. */
    public long bytes() {
        return bytes;
    }

    /** Entries on their way without an acknowledgement. */
    public int onTheirWay() {
        return onTheirWay;
    }

    public boolean isEmpty() {
        return first == null;
    }

    /** The highest number there is. */
    public long lastNumber() {
        return appended;
    }

    /** The highest number that was acknowledged. */
    public long acked() {
        return acked;
    }

    /** The highest number that was ever sent. */
    public long transmitted() {
        return transmitted;
    }

    /** When the oldest that is kept was appended; {@code now} when there is none. */
    public long oldest(long now) {
        return first == null ? now : first.since;
    }

    /** When the oldest was appended that {@link #dropOldest} would lose; {@code now} when there is none. */
    public long oldestDroppable(long now) {
        for (OutboxEntry e = cursor; e != null; e = e.after) {
            if (e.droppable && !e.sent && e.frame != null) {
                return e.since;
            }
        }
        return now;
    }

    /** Entries that were sent before and are not acknowledged. */
    public int unacknowledged() {
        int count = 0;
        for (OutboxEntry e = first; e != null && e.sent; e = e.after) {
            count++;
        }
        return count;
    }

    // --- the same elsewhere

    /** One frame, or a gap, as it can be kept elsewhere. {@code frame} is null for a gap. */
    public record Kept(
            long from,
            long n,
            @Nullable Frame frame,
            int size,
            long count,
            @Nullable String address,
            @Nullable FailCode lost,
            long sinceMillis,
            long untilMillis,
            boolean sent,
            boolean droppable,
            @Nullable String key) {
        /** The same; it may be on its way, for all that is known. */
        public Kept asSent() {
            return new Kept(from, n, frame, size, count, address, lost, sinceMillis, untilMillis, true, droppable, key);
        }
    }

    /** Everything that is not acknowledged, in order. */
    public List<Kept> kept() {
        return kept(0);
    }

    /** The same, without frames up to {@code after}; gaps are there, whatever their number. */
    public List<Kept> kept(long after) {
        ArrayDeque<Kept> some = new ArrayDeque<>();
        int gaps = 0;
        for (OutboxEntry e = last; e != null && (e.last > after || gaps < lost); e = e.before) {
            gaps += e.frame == null ? 1 : 0;
            if (e.last > after || e.frame == null) {
                some.addFirst(e.kept());
            }
        }
        return List.copyOf(some);
    }

    /** An outbox as it was; nothing of it is on its way. */
    public static Outbox of(Window window, long acked, List<Kept> kept) {
        Outbox outbox = new Outbox(window, acked);
        outbox.append(kept);
        return outbox;
    }

    /** Adds frames with the numbers that they have. */
    public void append(List<Kept> kept) {
        for (Kept k : kept) {
            OutboxEntry e = OutboxEntry.of(k);
            add(e);
            appended = k.n;
            if (k.frame != null) {
                messages++;
                bytes += k.size;
            } else {
                lost++;
            }
            if (k.sent) {
                transmitted = k.n;
            }
            if (k.key != null) {
                latest.put(k.key, e);
            }
        }
    }
}
