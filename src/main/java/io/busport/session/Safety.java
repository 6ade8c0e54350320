package io.busport.session;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What of a session has changed since it was last kept elsewhere, and who waits until it is.
 *
 * <pre>
 *   changed ─► 7   8   9        keeper: snapshot at 8 ─────► safe(8): those who wait for 7 and 8 go on
 * </pre>
 *
 * <p>Where nobody keeps anything, nobody waits. Owned by the event loop of its session.
 */
final class Safety {
    private record Waiting(long version, Runnable action) {}

    private final Keeper keeper;
    private final Ward ward;
    private final Queue<Waiting> waiting = new ArrayDeque<>(0);
    private long version;
    private long safe;

    Safety(Keeper keeper, Ward ward) {
        this.keeper = keeper;
        this.ward = ward;
    }

    boolean isKept() {
        return keeper.keeps();
    }

    /** There is something new to keep. */
    void changed() {
        version++;
        keeper.changed(ward);
    }

    /** Runs {@code action} when all changes so far are kept elsewhere. */
    void whenSafe(Runnable action) {
        if (!keeper.keeps() || safe >= version) {
            action.run();
        } else {
            waiting.add(new Waiting(version, action));
        }
    }

    void safe(long upTo) {
        safe = Math.max(safe, upTo);
        Waiting next;
        while ((next = waiting.peek()) != null && next.version <= safe) {
            waiting.remove();
            next.action.run();
        }
    }

    long version() {
        return version;
    }

    void end() {
        waiting.clear();
        keeper.ended(ward);
    }

    void leave() {
        waiting.clear();
        keeper.left(ward);
    }
}
