package io.busport.session;

/**
 * How long a client takes to acknowledge. One frame at a time is timed, as TCP does it: a stamp in each of them would take memory for each,
 * and many are acknowledged by one number anyway. Owned by the event loop of its session.
 */
final class AckTimer {
    private static final long NONE = 0;

    private long timed = NONE; // the number of the frame
    private long since; // nanoTime

    /** A frame is on its way. */
    void written(long n) {
        if (timed == NONE) {
            timed = n;
            since = System.nanoTime();
        }
    }

    /** @return nanoseconds since the timed frame was written, if it is among those acknowledged; otherwise negative */
    long acknowledged(long received) {
        if (timed == NONE || received < timed) {
            return -1;
        }
        timed = NONE;
        return System.nanoTime() - since;
    }

    /** Another connection: what was on its way is on its way again, and an acknowledgement may be of either. */
    void reset() {
        timed = NONE;
    }
}
