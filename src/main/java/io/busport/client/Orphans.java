package io.busport.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages for which there is no handler. A process that was started anew may get some before it has said what it hears: they wait for a
 * while. Otherwise they are dropped and counted, as after the end of a subscription.
 */
final class Orphans {
    /** @param finished to be run when it has been dealt with */
    record Orphan(Received delivery, Runnable finished) {}

    private final long patience;
    private final ArrayDeque<Orphan> held = new ArrayDeque<>();
    private long until;
    private long dropped;

    /** @param patience how long messages wait after the first welcome, in milliseconds; 0: not at all */
    Orphans(long patience) {
        this.patience = patience;
    }

    /** The first welcome has come. */
    void start(long now) {
        if (until == 0) {
            until = now + patience;
        }
    }

    void hold(Orphan orphan, long now) {
        if (now < until) {
            held.add(orphan);
        } else {
            drop(orphan);
        }
    }

    private void drop(Orphan orphan) {
        dropped++;
        orphan.finished.run();
    }

    /** Somebody hears the address now. */
    List<Orphan> take(String address) {
        List<Orphan> some = new ArrayList<>();
        held.removeIf(o -> o.delivery.address().equals(address) && some.add(o));
        return some;
    }

    void expire(long now) {
        while (now >= until && !held.isEmpty()) {
            drop(held.remove());
        }
    }

    /** The session that they belong to is gone. */
    void clear() {
        dropped += held.size();
        held.clear();
    }

    long deadline() {
        return held.isEmpty() ? Long.MAX_VALUE : until;
    }

    long dropped() {
        return dropped;
    }
}
