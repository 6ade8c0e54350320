package io.busport.routing;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    /** Of messages that nobody could take, for gateways that have not asked yet: so many, for so long. */
    private static final int STRANGERS = 1000;

    private static final long REMEMBERED_NANOS = 30_000_000_000L;

    private final Map<String, Boolean> expected = new ConcurrentHashMap<>();
    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> elsewhere = new ConcurrentHashMap<>();
    /** Messages of senders at other gateways that nobody here could take. */
    private final Queue<Stranger> strangers = new ConcurrentLinkedQueue<>();

    private final List<Runnable> onRelease = new CopyOnWriteArrayList<>();
    private final List<Runnable> onChange = new CopyOnWriteArrayList<>();

    private record Stranger(String id, long since) {}

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
        if (id != null && expected.computeIfPresent(id, (same, taken) -> false) == null) {
            strangers.add(new Stranger(id, System.nanoTime()));
            while (strangers.size() > STRANGERS) {
                strangers.poll();
            }
        }
    }

    boolean isHeld(String address) {
        return (!held.isEmpty() && held.containsKey(address))
                || (!elsewhere.isEmpty()
                        && elsewhere.values().stream().anyMatch(addresses -> addresses.contains(address)));
    }

    void hold(String address) {
        if (held.merge(address, 1, Integer::sum) == 1) {
            onChange.forEach(Runnable::run);
        }
    }

    void release(String address) {
        if (held.computeIfPresent(address, (same, n) -> n == 1 ? null : n - 1) == null) {
            onRelease.forEach(Runnable::run);
            onChange.forEach(Runnable::run);
        }
    }

    /** Runs {@code action}, on whatever thread, when an address is no longer held. */
    void onRelease(Runnable action) {
        onRelease.add(action);
    }

    // --- between gateways

    /** Runs {@code action}, on whatever thread, when another address is held here, or one is no longer. */
    public void onChange(Runnable action) {
        onChange.add(action);
    }

    /** Adds what other gateways have to know: the addresses that are held here, and which messages of theirs nobody could take. */
    public JsonObject toOthers(JsonObject to) {
        if (!held.isEmpty()) {
            to.put("held", new JsonArray(List.copyOf(held.keySet())));
        }
        long now = System.nanoTime();
        strangers.removeIf(s -> now - s.since > REMEMBERED_NANOS);
        if (!strangers.isEmpty()) {
            to.put(
                    "notTaken",
                    new JsonArray(strangers.stream().map(Stranger::id).toList()));
        }
        return to;
    }

    /** What another gateway says of itself; nothing at all when it is gone. */
    public void elsewhere(String gateway, List<String> heldThere, List<String> notTakenThere) {
        notTakenThere.forEach(id -> {
            var unused = expected.computeIfPresent(id, (same, taken) -> false);
        });
        Set<String> before =
                heldThere.isEmpty() ? elsewhere.remove(gateway) : elsewhere.put(gateway, Set.copyOf(heldThere));
        if (before != null && !Set.copyOf(heldThere).containsAll(before)) {
            onRelease.forEach(Runnable::run);
        }
    }
}
