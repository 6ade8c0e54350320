package io.busport.doctor;

import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Outcome;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the acknowledgement of a numbered frame says. */
final class Acks {
    private Acks() {}

    /** The acknowledgement of the frame with this number. */
    static Predicate<Frame> of(long n) {
        return f -> f instanceof Ack a && (a.received() >= n || outcome(a, n) != null);
    }

    /** What became of the frame when it could not be done; null when it could, or the other frame says nothing of it. */
    static @Nullable Outcome outcome(Frame frame, long n) {
        return frame instanceof Ack a
                ? a.outcomes().stream().filter(o -> o.n() == n).findFirst().orElse(null)
                : null;
    }
}
