package io.busport.session;

import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbered frames that come from the other side of a session: which of them are new, and how far responsibility has been taken. The
 * same at both ends.
 *
 * <pre>
 *   acknowledged     done          being dealt with
 *        17       │  18  19   │   20   21 ✓  22   │  expected: 23
 *             told        done                received
 * </pre>
 *
 * <p>Frames may be finished in any order; the acknowledgement goes as far as all of them are. Owned by one event loop.
 */
public final class Inbox {
    /** What a frame's number says. */
    public enum Arrival {
        /** The one that was expected. */
        NEXT,
        /** It was here before, on another connection. */
        REPEAT,
        /** Something before it never came. */
        HOLE
    }

    /** One frame that is being dealt with. */
    public final class Item {
        private final long n;
        private final Runnable onDone;
        private boolean finished;
        private Runnable then = () -> {};

        private Item(long n, Runnable onDone) {
            this.n = n;
            this.onDone = onDone;
        }

        public long n() {
            return n;
        }

        /** Responsibility is taken. */
        public void done() {
            finished = true;
            advance();
            then.run();
            onDone.run();
        }

        /** Runs {@code action} when responsibility is taken; at once when it has been. */
        public void whenDone(Runnable action) {
            if (finished) {
                action.run();
            } else {
                then = action;
            }
        }

        /** It could not be done, and the sender is told why. */
        public void failed(FailCode code, String message) {
            outcomes.add(new Outcome(n, code, message));
            done();
        }
    }

    private final ArrayDeque<Item> open = new ArrayDeque<>(4);
    /** Of numbers whose sender may not know them yet. */
    private final ArrayDeque<Outcome> outcomes = new ArrayDeque<>(0);

    private final int remembered;
    private long received;
    private long done;
    private long told;
    private long outcomesTold;

    /**
     * @param received the number to go on behind
     * @param remembered for how many numbers outcomes are kept: as many as the sender may have on their way
     */
    public Inbox(long received, int remembered) {
        this.received = received;
        this.done = received;
        this.told = received;
        this.outcomesTold = received;
        this.remembered = remembered;
    }

    /**
     * Looks at the number of a frame. What is NEXT has to be {@linkplain #begin begun}.
     *
     * @param from the first number it stands for; {@code n}, except for a gap
     */
    public Arrival look(long from, long n) {
        if (n <= received) {
            return Arrival.REPEAT;
        }
        return from <= received + 1 ? Arrival.NEXT : Arrival.HOLE;
    }

    /** Starts to deal with the frame of this number. */
    public Item begin(long n) {
        return begin(n, () -> {});
    }

    /**
     * Starts to deal with the frame of this number.
     *
     * @param onDone run whenever one is done: there may be something to tell
     */
    public Item begin(long n, Runnable onDone) {
        received = n;
        Item item = new Item(n, onDone);
        open.add(item);
        while (!outcomes.isEmpty() && outcomes.element().n() <= n - remembered) {
            outcomes.remove();
        }
        return item;
    }

    private void advance() {
        Item head;
        while ((head = open.peek()) != null && head.finished) {
            open.remove();
            done = head.n;
        }
    }

    /** The highest number that came. */
    public long received() {
        return received;
    }

    /** Responsibility has been taken up to this. */
    public long done() {
        return done;
    }

    /** How many are being dealt with. */
    public int open() {
        return open.size();
    }

    /** The highest number that the other side has been told of. */
    public long told() {
        return told;
    }

    /** How many are done without the other side's having been told. */
    public long untold() {
        return done - told;
    }

    /** A number to tell, because another frame is about to leave anyway; negative when there is nothing new, or more than a number. */
    public long ride() {
        if (done == told || hasNewOutcomes()) {
            return -1;
        }
        told = done;
        return done;
    }

    /** What to tell the other side now. */
    public Ack ack(@Nullable Window window) {
        List<Outcome> news = List.of();
        if (hasNewOutcomes()) {
            news = between(outcomesTold + 1);
        }
        outcomesTold = done;
        told = done;
        return new Ack(done, window, news);
    }

    private boolean hasNewOutcomes() {
        return outcomes.stream().anyMatch(o -> o.n() > outcomesTold && o.n() <= done);
    }

    /** What became of those from {@code floor} up to {@link #done()}: the other side may never have heard of it. */
    public List<Outcome> between(long floor) {
        List<Outcome> some = new ArrayList<>();
        outcomes.forEach(o -> {
            if (o.n() >= floor && o.n() <= done) {
                some.add(o);
            }
        });
        some.sort(Comparator.comparingLong(Outcome::n)); // they were finished in any order
        return some;
    }

    /** A new connection: the other side learns {@link #done()} in its greeting. */
    public void greeted() {
        told = done;
        outcomesTold = done;
    }

    /** The other side knows that everything up to this was taken, and this one has forgotten it. Only before anything has come. */
    public void goOnBehind(long n) {
        if (n > received) {
            received = n;
            done = n;
            told = n;
            outcomesTold = n;
        }
    }

    /** Outcomes, as they can be kept elsewhere. */
    public List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Outcomes as they were. */
    public void restore(List<Outcome> kept) {
        outcomes.addAll(kept);
    }
}
