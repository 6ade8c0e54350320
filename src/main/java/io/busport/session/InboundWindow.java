package io.busport.session;

import io.busport.wire.SessionFrames.Window;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client may have on its way, given how long its messages take to arrive where they are going: a gateway whose event loops are
 * busy, or whose consumers hold back, lets it send less at a time.
 *
 * <p>A message passes all event loops in well under a millisecond when they are idle. One that takes {@value #SLOW_MILLIS} ms halves the
 * window, down to {@value #SMALLEST} messages; one within {@value #FAST_MILLIS} ms opens it again, step by step.
 */
final class InboundWindow {
    private static final int SMALLEST = 8;
    private static final long SLOW_MILLIS = 250;
    private static final long FAST_MILLIS = 50;

    private final Window most;
    private int messages;
    private int told;

    InboundWindow(Window most) {
        this.most = most;
        this.messages = most.messages();
        this.told = messages;
    }

    void reset() {
        messages = most.messages();
        told = messages;
    }

    /** A message has arrived, after so long. */
    void settledIn(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        if (millis >= SLOW_MILLIS) {
            messages = Math.max(Math.min(SMALLEST, most.messages()), messages / 2);
        } else if (millis < FAST_MILLIS && messages < most.messages()) {
            messages = Math.min(most.messages(), messages + 1);
        }
    }

    /** What to tell the client; null while it is not worth it. */
    @Nullable
    Window changed() {
        boolean smaller = messages <= told / 2;
        boolean larger = messages >= 2 * told || (messages == most.messages() && told < messages);
        if (!smaller && !larger) {
            return null;
        }
        told = messages;
        return new Window(messages, most.bytes());
    }
}
