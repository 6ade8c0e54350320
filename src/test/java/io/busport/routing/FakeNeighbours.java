package io.busport.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Other gateways, of which one is lost when the test says so. Each thing asked of them is done when the test says so. */
final class FakeNeighbours implements Neighbours {
    long stamp;
    final List<Promise<Void>> passing = new ArrayList<>();
    /** What they were to repeat, or were asked whether they have it: {@code repeat x/1}, {@code taken x/2}. */
    final List<String> asked = new ArrayList<>();

    Future<Void> repeated = Future.succeededFuture();
    Future<Set<String>> taken = Future.succeededFuture(Set.of());

    /** One is lost, and its sessions are elsewhere. */
    void lose() {
        stamp++;
    }

    /** Everything has passed that they were last asked about. */
    void pass() {
        passing.remove(0).complete();
    }

    void passNot() {
        passing.remove(0).fail("no answer");
    }

    @Override
    public long stamp() {
        return stamp;
    }

    @Override
    public Future<Void> passed() {
        Promise<Void> promise = Promise.promise();
        passing.add(promise);
        return promise.future();
    }

    @Override
    public Future<Void> routed(String address) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> repeat(List<Repeat> messages) {
        messages.forEach(m -> asked.add("repeat " + m.id()));
        return repeated;
    }

    @Override
    public Future<Set<String>> taken(Collection<String> ids) {
        ids.forEach(id -> asked.add("taken " + id));
        return taken;
    }
}
