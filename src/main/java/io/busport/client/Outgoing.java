package io.busport.client;

import io.busport.session.Outbox;
import io.busport.session.Outbox.Kept;
import io.busport.session.Weight;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the client says: numbered, kept until it is acknowledged, and who waits for that. */
final class Outgoing {
    /** The dialects write a character as six bytes at most. */
    private static final int WIDEST = 6;

    private final SessionOptions options;
    private final SessionHost host;
    private final Journal journal;
    private final Settlements settlements = new Settlements();
    private Outbox outbox;
    private boolean recovered; // the state of a process before, and no welcome yet
    private long nextNumber = 1; // to be sent on this connection
    private int maxFrame = Integer.MAX_VALUE;

    Outgoing(SessionOptions options, SessionHost host, Journal journal, @Nullable SavedState saved, List<Kept> kept) {
        this.options = options;
        this.host = host;
        this.journal = journal;
        this.recovered = saved != null;
        if (saved == null) {
            outbox = new Outbox(new Window(0, 0)); // what was kept of a session that nobody knows begins anew
            kept.forEach(k -> again(k.frame(), null));
            return;
        }
        long acked = kept.isEmpty()
                ? saved.acked()
                : Math.max(saved.acked(), kept.get(0).n() - 1);
        outbox = Outbox.of(
                new Window(0, 0),
                acked,
                kept.stream().filter(k -> k.n() > acked).toList());
    }

    // --- in

    /** Why a frame is not taken; null when it is. */
    @Nullable
    Outcome refusal(Frame frame) {
        int weight = Weight.of(frame);
        SessionOptions.Backlog most = options.backlog();
        if (outbox.messages() >= most.messages() || (outbox.messages() > 0 && outbox.bytes() + weight > most.bytes())) {
            return new Outcome(
                    0,
                    FailCode.TOO_MANY,
                    outbox.messages() + " frames of " + outbox.bytes()
                            + " bytes wait for acknowledgement (expected: at most " + most.messages() + " of "
                            + most.bytes() + ")");
        }
        if ((long) weight * WIDEST > maxFrame) {
            int size = host.size(frame);
            if (size > maxFrame) {
                return new Outcome(
                        0, FailCode.TOO_LARGE, "a frame of " + size + " bytes (expected: at most " + maxFrame + ")");
            }
        }
        return null;
    }

    void append(Frame frame, Settlements.Settlement settlement) {
        long n = outbox.append(frame, Weight.of(frame), false, host.wall());
        settlements.add(n, settlement);
        journal.append(n, frame);
        host.soon();
    }

    // --- connections

    /** A session without a past. */
    void begin(Welcome welcome) {
        journal.restart(welcome.session(), outbox.kept());
        rewind(welcome);
    }

    /** @return false when the gateway acknowledges what was never sent */
    boolean resume(Welcome welcome) {
        if (recovered && welcome.received() > outbox.lastNumber()) {
            outbox =
                    new Outbox(welcome.window(), welcome.received()); // the process before sent more than it could keep
        } else if (!acknowledged(welcome.received(), welcome.outcomes())) {
            return false;
        }
        rewind(welcome);
        return true;
    }

    private void rewind(Welcome welcome) {
        recovered = false;
        maxFrame = welcome.limits().frame();
        outbox.window(welcome.window());
        outbox.rewind();
        nextNumber = outbox.acked() + 1;
    }

    /**
     * What a new session in the place of the old one means for what was kept.
     *
     * @param again frames that are sent under new numbers
     * @param maybeTwice of these, how many the gateway may have taken before
     */
    record Renewal(
            int again, int maybeTwice, List<Settlements.Settlement> done, List<Settlements.Settlement> waiting) {}

    /**
     * The old session is lost. What was not taken gets new numbers, behind the addresses that are heard. Nobody is told here, because whoever is
     * told may send something: {@code done} is to be settled afterwards.
     */
    Renewal renew(Welcome welcome, List<Topics.Topic> heard) {
        long taken = welcome.refused() == null ? -1 : welcome.refused().received();
        List<Kept> old = outbox.kept();
        List<Settlements.@Nullable Settlement> before = new ArrayList<>();
        old.forEach(k -> before.add(settlements.take(k.n())));
        outbox = new Outbox(welcome.window());
        heard.forEach(topic -> again(new Frame.Register(topic.address(), null), topic));
        List<Settlements.Settlement> done = new ArrayList<>();
        List<Settlements.Settlement> waiting = new ArrayList<>();
        int again = 0;
        int maybeTwice = 0;
        for (int i = 0; i < old.size(); i++) {
            Kept kept = old.get(i);
            Frame frame = kept.frame();
            Settlements.Settlement who = before.get(i);
            if (frame == null || frame.kind() == Frame.Kind.REGISTER) {
                continue; // registered again, unless it is heard no longer
            }
            boolean isOver = kept.n() <= taken || frame.kind() == Frame.Kind.UNREGISTER;
            if (who != null) {
                (isOver ? done : waiting).add(who);
            }
            if (!isOver) {
                again(frame, who);
                again++;
                maybeTwice += taken < 0 && kept.sent() ? 1 : 0;
            }
        }
        journal.restart(welcome.session(), outbox.kept());
        rewind(welcome);
        return new Renewal(again, maybeTwice, done, waiting);
    }

    private void again(@Nullable Frame frame, Settlements.@Nullable Settlement settlement) {
        if (frame == null) {
            return; // a gap, which our own frames never are
        }
        long n = outbox.append(frame, Weight.of(frame), false, host.wall());
        if (settlement != null) {
            settlements.add(n, settlement);
        }
    }

    // --- acknowledgements

    void window(Window window) {
        outbox.window(window);
    }

    /** @return false when it is one of what was never sent; then the host has been told */
    boolean acknowledged(long received, List<Outcome> outcomes) {
        long before = outbox.acked();
        if (!outbox.acknowledge(received)) {
            host.fatal(
                    FailCode.OUT_OF_RANGE,
                    "an acknowledgement of " + received + " (expected: at most " + outbox.transmitted() + ")");
            return false;
        }
        if (outbox.acked() > before) {
            nextNumber = Math.max(nextNumber, received + 1);
            settlements.settle(received, outcomes);
            journal.trim(outbox.acked());
            host.soon();
        }
        return true;
    }

    // --- out

    /** The next frame to write; null when there is none, it is not journalled yet, or the window is used up. */
    @Nullable
    Stamped next() {
        Stamped next = nextNumber <= journal.written() ? outbox.next() : null;
        if (next != null) {
            nextNumber = next.n() + 1;
        }
        return next;
    }

    /** Nothing will be acknowledged any more. */
    void end(FailCode code, String message) {
        for (Kept kept : outbox.kept()) {
            Settlements.Settlement waiting = settlements.take(kept.n());
            if (waiting != null) {
                waiting.settle(new Outcome(kept.n(), code, message));
            }
        }
    }

    Outbox outbox() {
        return outbox;
    }
}
