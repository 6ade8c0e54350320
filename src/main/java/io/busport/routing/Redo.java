package io.busport.routing;

import io.busport.routing.Neighbours.Repeat;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What clients of one event loop have said and nobody knows the fate of, because a gateway was lost. When its sessions are elsewhere it is said
 * again, in its order, before anything new.
 *
 * <pre>
 *   published    to every session that hears it and does not have it; other consumers have had their one chance
 *   sent         to one who serves the address, unless a session has it
 *   asked        as sent; whichever answer comes first is the answer
 * </pre>
 *
 * <p>Owned by its event loop.
 */
final class Redo {
    /** @param sendAgain null when it was published */
    private record Entry(Repeat message, @Nullable Supplier<Future<Void>> sendAgain, Promise<Void> promise) {}

    private final Neighbours neighbours;
    private final List<Entry> uncertain = new ArrayList<>(0);
    private final Set<Asking> asking = new LinkedHashSet<>();

    Redo(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /** A published message; done when everybody has it. */
    Future<Void> published(Repeat message) {
        return add(message, null);
    }

    /**
     * A message to one receiver.
     *
     * @param again sends it once more
     * @return done when somebody has it
     */
    Future<Void> sent(Repeat message, Supplier<Future<Void>> again) {
        return add(message, again);
    }

    private Future<Void> add(Repeat message, @Nullable Supplier<Future<Void>> again) {
        Promise<Void> promise = Promise.promise();
        uncertain.add(new Entry(message, again, promise));
        return promise.future();
    }

    void begun(Asking one) {
        asking.add(one);
    }

    void ended(Asking one) {
        asking.remove(one);
    }

    /** Says everything again; done when it has been said. Fails when something is as uncertain as before. */
    Future<Void> run() {
        List<Entry> all = List.copyOf(uncertain);
        uncertain.clear();
        List<Entry> published = all.stream().filter(e -> e.sendAgain == null).toList();
        List<Entry> sent = all.stream().filter(e -> e.sendAgain != null).toList();
        List.copyOf(asking).forEach(Asking::again);
        return repeat(published)
                .compose(v -> sendAgain(sent))
                .compose(v -> uncertain.isEmpty() ? Future.succeededFuture() : Future.failedFuture(new Uncertain()));
    }

    private Future<Void> repeat(List<Entry> published) {
        if (published.isEmpty()) {
            return Future.succeededFuture();
        }
        long stamp = neighbours.stamp();
        return neighbours
                .repeat(published.stream().map(Entry::message).toList())
                .compose(v -> neighbours.passed())
                .transform(done -> {
                    boolean certain = done.succeeded() && stamp != Neighbours.UNKNOWN && stamp == neighbours.stamp();
                    published.forEach(e -> {
                        if (certain) {
                            e.promise.complete();
                        } else {
                            uncertain.add(e); // another one is lost meanwhile
                        }
                    });
                    return Future.succeededFuture();
                });
    }

    private Future<Void> sendAgain(List<Entry> sent) {
        if (sent.isEmpty()) {
            return Future.succeededFuture();
        }
        List<String> ids = sent.stream().map(e -> e.message.id()).toList();
        return neighbours.taken(ids).transform(taken -> {
            sent.forEach(e -> {
                if (taken.failed()) {
                    uncertain.add(e);
                } else if (taken.result().contains(e.message.id())) {
                    e.promise.complete();
                } else if (e.sendAgain != null) {
                    var unused = e.sendAgain.get().onComplete(e.promise);
                }
            });
            return Future.succeededFuture();
        });
    }
}
