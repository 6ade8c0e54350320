package io.busport.cluster.sessions;

import io.busport.cluster.sessions.Directory.Entry;
import io.busport.session.Gateways.Found;
import io.busport.session.SessionLoop;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Resume;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * A client is here, and its session is not: it is brought from the gateway that has it, or taken over from one that is lost. Belongs to the
 * loop of {@link Circle}.
 */
final class Search {
    private static final long STEP_MILLIS = 20;

    private final Circle circle;
    private final Course course;
    private final Directory directory;
    private final Recovery recovery;
    private final Relocation relocation;
    private final Supplier<Parts> parts;

    Search(
            Circle circle,
            Course course,
            Directory directory,
            Recovery recovery,
            Relocation relocation,
            Supplier<Parts> parts) {
        this.circle = circle;
        this.course = course;
        this.directory = directory;
        this.recovery = recovery;
        this.relocation = relocation;
        this.parts = parts;
    }

    /** Looks until it is found or nowhere, for as long as a hello waits. May be called from any thread. */
    Future<Found> find(Resume said, String principal, SessionLoop home) {
        Promise<Found> promise = Promise.promise();
        circle.run(() -> find(said, principal, home, System.currentTimeMillis() + Recovery.WISH_MILLIS, promise));
        return promise.future();
    }

    private void find(Resume said, String principal, SessionLoop home, long until, Promise<Found> promise) {
        if (System.currentTimeMillis() > until) {
            promise.complete(Found.refused(
                    Frame.Err.of(FailCode.TRY_LATER, "the session's gateway is lost, and it is not here yet")));
            return;
        }
        Runnable again = () -> circle.later(STEP_MILLIS, () -> find(said, principal, home, until, promise));
        if (course.isDisturbed()) {
            recovery.wish(said.session());
            again.run();
            return;
        }
        var unused = circle.here(directory.get(said.session())).onComplete((entry, failure) -> {
            if (failure != null) {
                promise.fail(failure);
            } else if (entry == null) {
                promise.complete(Found.NOWHERE);
            } else if (entry.owner().equals(circle.self())) {
                foundAtSelf(said.session(), entry, again, promise);
            } else if (!circle.membership().view().contains(entry.owner())) {
                recovery.wish(said.session());
                again.run();
            } else {
                var unusedBrought = circle.here(relocation.bring(said.session(), said, principal, home))
                        .onComplete((found, e) -> {
                            boolean later = found != null
                                    && found.refusal() != null
                                    && found.refusal().code() == FailCode.TRY_LATER;
                            if (later) {
                                again.run();
                            } else if (e != null) {
                                promise.fail(e);
                            } else {
                                promise.complete(found);
                            }
                        });
            }
        });
    }

    /** It is here; or it was, before this gateway was cut off, and nobody has taken it over. */
    private void foundAtSelf(String session, Entry entry, Runnable again, Promise<Found> promise) {
        if (parts.get().moves().has(session)) {
            promise.complete(Found.HERE);
            return;
        }
        var unused = recovery.recover(session, entry).onComplete((here, failure) -> {
            if (failure == null && here) {
                promise.complete(Found.HERE);
            } else {
                again.run(); // who was faster has it by then, or it is gone
            }
        });
    }
}
