package io.busport.session;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps sessions in a map, when the test says so. */
final class FakeKeeper implements Keeper {
    final Map<String, SessionSnapshot> kept = new LinkedHashMap<>();
    final List<String> ended = new ArrayList<>();
    final List<String> left = new ArrayList<>();
    private final Set<Ward> changed = new LinkedHashSet<>();
    boolean keeps = true;

    @Override
    public boolean keeps() {
        return keeps;
    }

    @Override
    public void changed(Ward ward) {
        changed.add(ward);
    }

    @Override
    public void ended(Ward ward) {
        changed.remove(ward);
        ended.add(ward.id());
    }

    @Override
    public void left(Ward ward) {
        changed.remove(ward);
        left.add(ward.id());
    }

    @Override
    public Future<Void> settled() {
        return Future.succeededFuture();
    }

    boolean hasWork() {
        return !changed.isEmpty();
    }

    /** Everything that has changed so far is kept elsewhere, and what changes because of that, too. */
    void keep() {
        while (hasWork()) {
            keepOnce(() -> {});
        }
    }

    /** Everything that has changed so far is kept elsewhere; {@code meanwhile} happens while it is written. */
    void keepOnce(Runnable meanwhile) {
        Map<Ward, SessionSnapshot> these = new LinkedHashMap<>();
        changed.forEach(ward -> these.put(ward, ward.snapshot(0)));
        changed.clear();
        meanwhile.run();
        these.forEach((ward, snapshot) -> {
            kept.put(ward.id(), snapshot);
            ward.safe(snapshot);
        });
    }
}
