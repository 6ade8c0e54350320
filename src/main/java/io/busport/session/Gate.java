package io.busport.session;

import io.busport.wire.Frame;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Whether what clients say in sessions may be put on the bus now. After a loss it may not, nor may what concerns sessions that change their
 * gateways: it would reach nobody, or overtake what is said again. Frames of a session wait here in their order, and its window bounds how
 * many.
 *
 * <p>Owned by one event loop.
 */
final class Gate {
    private record Waiting(@Nullable String address, Runnable frame) {}

    /** By session. */
    private final Map<String, Queue<Waiting>> waiting = new LinkedHashMap<>(0);

    private final Map<String, Moving> moving = new HashMap<>(0);
    private boolean closed;

    /** Where a message goes; null: it is none. */
    static @Nullable String goesTo(Frame frame) {
        return switch (frame.kind()) {
            case SEND -> ((Frame.Send) frame).address();
            case PUBLISH -> ((Frame.Publish) frame).address();
            default -> null;
        };
    }

    /**
     * Runs a frame when it may pass, and when those of its session that came before have.
     *
     * @param address where a message goes; null: it is none
     */
    void pass(String session, @Nullable String address, Runnable frame) {
        Queue<Waiting> before = waiting.get(session);
        if (before != null) {
            before.add(new Waiting(address, frame));
        } else if (waits(session, address)) {
            waiting.put(session, new ArrayDeque<>(List.of(new Waiting(address, frame))));
        } else {
            frame.run();
        }
    }

    private boolean waits(String session, @Nullable String address) {
        return closed || (!moving.isEmpty() && moving.values().stream().anyMatch(m -> m.concerns(session, address)));
    }

    /** Nothing passes. */
    void close() {
        closed = true;
    }

    void open() {
        closed = false;
        goOn();
    }

    /** Nothing passes that concerns these, until {@link #release}. */
    void hold(String id, Moving these) {
        moving.put(id, these);
    }

    void release(String id) {
        if (moving.remove(id) != null) {
            goOn();
        }
    }

    private void goOn() {
        for (String session : List.copyOf(waiting.keySet())) {
            Queue<Waiting> frames = waiting.get(session);
            Waiting next;
            while (frames != null && (next = frames.peek()) != null && !waits(session, next.address)) {
                frames.remove();
                next.frame.run(); // what comes because of it waits behind the others
            }
            if (frames != null && frames.isEmpty()) {
                waiting.remove(session);
            }
        }
    }
}
