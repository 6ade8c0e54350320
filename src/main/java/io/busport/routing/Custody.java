package io.busport.routing;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages whose senders want to know, for all event loops of a process. Safe to use from any thread.
 *
 * <pre>
 *   sender's loop    expect(id) ─► bus ─► all loops have passed ─► nobody waits at the address ─► receipt: taken, or not
 *   subscriber's loop             └─► notTaken(id), before its loop has passed
 * </pre>
 *
 * <p>An address at which somebody waits is one whose subscriber cannot keep up and wants its senders to slow down: they hear of their
 * messages' arrival when it can.
 */
public final class Custody {
    private static final Boolean TAKEN = true;

    private final Map<String, Boolean> expected = new ConcurrentHashMap<>();
    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final List<Runnable> onRelease = new CopyOnWriteArrayList<>();

    /** One message whose sender wants to know. */
    record Receipt(Custody custody, String id, String address) {
        /** Why nobody has it; null when somebody has. */
        Frame.@Nullable Err refusal() {
            return Boolean.FALSE.equals(custody.expected.get(id))
                    ? Frame.Err.of(FailCode.NOT_TAKEN, "no client that hears " + address + " can take the message")
                    : null;
        }

        void close() {
            var unused = custody.expected.remove(id);
        }
    }

    Receipt expect(String id, String address) {
        expected.put(id, TAKEN);
        return new Receipt(this, id, address);
    }

    /** Nobody could take a message. Says nothing to a sender who does not want to know. */
    void notTaken(@Nullable String id) {
        if (id != null) {
            var unused = expected.computeIfPresent(id, (same, taken) -> false);
        }
    }

    boolean isHeld(String address) {
        return !held.isEmpty() && held.containsKey(address);
    }

    void hold(String address) {
        var unused = held.merge(address, 1, Integer::sum);
    }

    void release(String address) {
        if (held.computeIfPresent(address, (same, n) -> n == 1 ? null : n - 1) == null) {
            onRelease.forEach(Runnable::run);
        }
    }

    /** Runs {@code action}, on whatever thread, when an address is no longer held. */
    void onRelease(Runnable action) {
        onRelease.add(action);
    }
}
