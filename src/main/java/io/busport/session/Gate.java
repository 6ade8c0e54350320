package io.busport.session;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Whether what clients say in sessions may be put on the bus now. While sessions change their gateways it may not: what is said then would
 * reach nobody, or overtake what is said again. Frames wait here in their order, and the windows of their senders bound how many.
 *
 * <p>Owned by one event loop.
 */
final class Gate {
    private final Queue<Runnable> waiting = new ArrayDeque<>(0);
    private boolean closed;

    void pass(Runnable frame) {
        if (closed || !waiting.isEmpty()) {
            waiting.add(frame);
        } else {
            frame.run();
        }
    }

    void close() {
        closed = true;
    }

    void open() {
        closed = false;
        Runnable next;
        while (!closed && (next = waiting.poll()) != null) {
            next.run();
        }
    }
}
