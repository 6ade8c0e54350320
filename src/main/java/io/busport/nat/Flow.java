package io.busport.nat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;

/**
 * One direction of a connection: reads from a socket and writes to the other. It holds no bytes; when they cannot go on, it stops reading,
 * and the sender's own queue fills.
 *
 * <p>Belongs to the event loop of both sockets.
 */
final class Flow {
    private final NetSocketInternal from;
    private final NetSocketInternal to;
    private long forwarded; // bytes
    private long swallowed; // bytes
    private int stalls; // that are not over
    private boolean full;
    private boolean swallows;
    private boolean reset; // its source's end is no orderly one

    /** @param stalls that are not over and hit it too */
    Flow(NetSocketInternal from, NetSocketInternal to, int stalls) {
        this.from = from;
        this.to = to;
        this.stalls = stalls;
    }

    /** Begins to forward. To be called in the turn in which the second of the sockets is connected. */
    void begin() {
        from.exceptionHandler(e -> reset = true).endHandler(v -> end()).handler(this::forward);
        to.drainHandler(v -> {
            full = false;
            readOrWait();
        });
        readOrWait();
    }

    private void forward(Buffer data) {
        if (swallows) {
            swallowed += data.length();
            return;
        }
        forwarded += data.length();
        // Fails when the other side is gone, which its own end tells.
        var unused = to.write(data);
        if (to.writeQueueFull()) {
            full = true;
            readOrWait();
        }
    }

    /** Comes after all data, when it is read, and so passes no byte that was sent before it. */
    private void end() {
        if (swallows) {
            return;
        }
        if (reset) {
            resetSink();
        } else {
            var unused = to.close();
        }
    }

    void stall() {
        stalls++;
        readOrWait();
    }

    void goOn() {
        stalls--;
        readOrWait();
    }

    /** From now on nothing passes, not even the end. It is read all the same, so that the sender sees an open connection. */
    void swallow() {
        swallows = true;
        readOrWait();
    }

    boolean swallows() {
        return swallows;
    }

    private void readOrWait() {
        if (swallows || (stalls == 0 && !full)) {
            from.resume();
        } else {
            from.pause();
        }
    }

    void resetSink() {
        Tcp.reset(to.channelHandlerContext());
    }

    long forwarded() {
        return forwarded;
    }

    long swallowed() {
        return swallowed;
    }
}
