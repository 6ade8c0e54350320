package io.busport.cluster.sessions;

import io.busport.routing.Custody;
import io.busport.routing.Relay;
import io.busport.session.SessionLoop;
import io.busport.session.SessionMoves;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the gateway of this process has, for those who join it to others.
 *
 * @param loops the event loops that have sessions
 * @param passed done when every event loop of the process has run what it had to do so far
 */
public record Parts(
        SessionMoves moves,
        Relay relay,
        Custody custody,
        Supplier<List<SessionLoop>> loops,
        Supplier<Future<Void>> passed) {

    /** Done when all that was put on the bus before has reached its consumers here, and what sessions have of it is kept elsewhere, too. */
    Future<Void> settled() {
        return passed.get().compose(v -> kept());
    }

    /** Done when all that has changed in sessions is kept elsewhere. */
    Future<Void> kept() {
        return onLoops(SessionLoop::kept).mapEmpty();
    }

    /** Has every loop do something. */
    <T> Future<List<T>> onLoops(Function<SessionLoop, Future<T>> task) {
        List<Future<T>> all = new ArrayList<>();
        for (SessionLoop loop : loops.get()) {
            Promise<T> promise = Promise.promise();
            loop.executor().execute(() -> {
                var unused = task.apply(loop).onComplete(promise);
            });
            all.add(promise.future());
        }
        return Future.all(all).map(done -> done.list());
    }
}
