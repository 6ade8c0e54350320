package io.busport.connection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;

/**
 * What a connection does before the others of its event loop have their turn. A loop does one thing at a time, and a client may say thousands of
 * frames in one read: they are dealt with in portions, and between two of them everybody else is served.
 *
 * <pre>
 *   alone on the loop   100 ─► the rest of the loop ─► 100 ─► the rest of the loop ─► …
 *   among twelve        100, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8 ─► the rest of the loop ─► 8, 100, 8, …
 * </pre>
 *
 * <p>It is counted in work: a frame is one, and so is a KiB that was read. One is five to ten microseconds for a frame that is decoded, asked
 * over the bus and answered; so a round takes a millisecond, and not as many of them as there are clients that say much.
 *
 * <p>Owned by the event loop of its connection.
 */
final class Turn {
    private static final int LONG = 100;
    /** Once the round is full. */
    private static final int SHORT = 8;
    /**
     * Where other loops keep this one so busy that it does not look at its sockets: then an answer that comes for the client is the occasion
     * for its next turn.
     */
    private static final long LONGEST_WAIT_NANOS = MILLISECONDS.toNanos(2);

    private final Round round;
    private final Runnable next;
    private long number; // of the round in which it was taken
    private int taken;
    private boolean waiting;
    private long since; // nanoTime, meaningful while waiting

    /** @param next called when it is this connection's turn again */
    Turn(Round round, Runnable next) {
        this.round = round;
        this.next = next;
    }

    /** Something was done. */
    void count(int work) {
        if (number != round.number || hasWaitedLong()) {
            number = round.number;
            taken = 0;
            since = System.nanoTime();
        }
        taken += work;
        round.count(work);
    }

    /** Whether it is the others' turn, if there is more to do. */
    boolean isOver() {
        return number == round.number && taken >= (round.isFull() ? SHORT : LONG) && !hasWaitedLong();
    }

    private boolean hasWaitedLong() {
        return waiting && System.nanoTime() - since > LONGEST_WAIT_NANOS;
    }

    /** Lets the others have theirs; the next one of this connection comes behind them. */
    void end() {
        if (!waiting) {
            waiting = true;
            since = System.nanoTime();
            round.afterOthers(() -> {
                waiting = false;
                taken = 0;
                next.run();
            });
        }
    }

    /** What all connections of an event loop do until each of them has had its turn. */
    static final class Round {
        private final Context context;
        private final EventLoop loop;
        private long number;
        private int taken;

        Round(Context context) {
            this.context = context;
            this.loop = ((ContextInternal) context).nettyEventLoop();
        }

        private void count(int work) {
            boolean full = isFull();
            taken += work;
            if (!full && isFull()) {
                afterOthers(() -> {
                    number++;
                    taken = 0;
                });
            }
        }

        /**
         * Runs a task once the loop has looked at its sockets again. A task that is merely added behind the others would not do: Netty looks
         * at sockets when no task is left or after a second, and a client that keeps its loop busy leaves always one.
         */
        private void afterOthers(Runnable task) {
            var unused = loop.schedule(() -> context.runOnContext(v -> task.run()), 0, NANOSECONDS);
        }

        private boolean isFull() {
            return taken >= LONG;
        }
    }
}
