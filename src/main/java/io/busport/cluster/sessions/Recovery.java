package io.busport.cluster.sessions;

import io.busport.cluster.View;
import io.busport.cluster.sessions.Directory.Entry;
import io.busport.session.SessionLoop;
import io.busport.session.SessionSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions whose gateway is gone, put together of what was kept of them. Belongs to the loop of {@link Circle}.
 *
 * <pre>
 *   directory: compare-and-set ─► copies of its last term, or of the one before ─► a session here, in a term of its own
 * </pre>
 */
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    /** How long before it was missed a gateway may have been gone, beyond the time in which that is noticed. */
    private static final long MARGIN_MILLIS = 1000;
    /** The table of registrations may be busy with those of the gateway that is gone. */
    private static final long INSTALL_SECONDS = 8;
    /** As long as a hello waits for its session. */
    static final long WISH_MILLIS = 4000;

    private final Vertx vertx;
    private final Circle circle;
    private final Directory directory;
    private final CopyTable table;
    private final Supplier<Parts> parts;
    private final Duration noticed;
    private final Wishes wishes;
    private final Movements movements;
    /** Addresses of sessions that are being taken over, until everybody routes to them. */
    private final Map<String, List<String>> taking = new HashMap<>();

    private int turn;

    /** @param noticed in which a loss is noticed at the latest */
    Recovery(
            Vertx vertx,
            Circle circle,
            Directory directory,
            CopyTable table,
            Supplier<Parts> parts,
            Duration noticed,
            Movements movements) {
        this.movements = movements;
        this.vertx = vertx;
        this.circle = circle;
        this.directory = directory;
        this.table = table;
        this.parts = parts;
        this.noticed = noticed;
        this.wishes = new Wishes(circle.self(), WISH_MILLIS);
    }

    /** Sessions whose gateway is not there. */
    Future<Map<String, Entry>> orphans() {
        View view = circle.membership().view();
        return circle.here(vertx.executeBlocking(() -> directory.where(e -> !view.contains(e.owner()))));
    }

    /** Whether an orphan falls to this gateway. */
    boolean falls(String session) {
        return circle.self().equals(wishes.chosen(session, circle.staying()));
    }

    /** A client waits here for a session whose gateway is lost. */
    void wish(String session) {
        wishes.wish(session, System.currentTimeMillis());
    }

    /** What clients wait for here. */
    List<String> wished() {
        return wishes.all(System.currentTimeMillis());
    }

    /** What clients wait for at the other gateways. */
    void wishedElsewhere(Map<String, List<String>> sessions) {
        wishes.heard(sessions);
    }

    /** Takes a session over. It does not go on before everybody routes to it: {@link #arrived}. */
    Future<Boolean> take(String session, Entry entry) {
        Entry mine = entry.takenBy(circle.self());
        return circle.here(directory.replace(session, entry, mine)).compose(ours -> {
            if (!ours) {
                return Future.succeededFuture(false);
            }
            return circle.here(table.read(session, entry.term()))
                    .compose(found -> found != null || entry.copies() == entry.term()
                            ? Future.succeededFuture(found)
                            : circle.here(table.read(session, entry.copies())))
                    .compose(found -> install(session, mine, entry, found))
                    // It is nobody's again, or it would be nowhere and look as if it were here.
                    .recover(e -> parts.get()
                            .moves()
                            .discard(session)
                            .compose(v -> circle.here(directory.replace(session, mine, entry)))
                            .transform(v -> Future.failedFuture(e)));
        });
    }

    private Future<Boolean> install(String session, Entry mine, Entry before, @Nullable SessionSnapshot found) {
        if (found == null) {
            movements.loseOne(session);
            log.warn("session={} Lost: no copy of it is left", session);
            return directory.remove(session, circle.self()).map(false);
        }
        taking.put(session, found.addresses());
        return circle.here(parts.get().moves().install(nextLoop(), found.inTerm(mine.term()), true))
                .timeout(INSTALL_SECONDS, TimeUnit.SECONDS)
                .map(v -> {
                    movements.adoptOne(session);
                    keepOwn(session, mine, before.term());
                    return true;
                });
    }

    /** Everybody routes to sessions that were taken over. */
    Future<Void> routes(Collection<String> sessions) {
        Set<String> addresses = new TreeSet<>();
        sessions.forEach(session -> {
            List<String> some = taking.remove(session);
            if (some != null) {
                addresses.addAll(some);
            }
        });
        return addresses.isEmpty()
                ? Future.succeededFuture()
                : circle.askAllUntilAnswered(
                        "routes", new JsonObject().put("addresses", new JsonArray(List.copyOf(addresses))));
    }

    /** A session that was taken over goes on, and tells its client what it may have missed. */
    Future<Void> arrived(String session) {
        long since = System.currentTimeMillis() - noticed.toMillis() - MARGIN_MILLIS;
        return parts.get().moves().arrived(session, null, since);
    }

    /** All of it, for a session that somebody waits for. */
    Future<Boolean> recover(String session, Entry entry) {
        return take(session, entry)
                .compose(taken -> taken
                        ? routes(Set.of(session)).compose(v -> arrived(session)).map(true)
                        : Future.succeededFuture(false));
    }

    SessionLoop nextLoop() {
        List<SessionLoop> all = parts.get().loops().get();
        return all.get(Math.floorMod(turn++, all.size()));
    }

    /** When copies of our own term are there, those of the terms before are of no use. */
    void keepOwn(String session, Entry mine, long before) {
        var unused = circle.here(parts.get().kept())
                .compose(v -> directory.replace(session, mine, mine.kept()))
                .onSuccess(ours -> {
                    if (ours) {
                        var unusedGone = table.forget(session, before);
                        if (mine.copies() != before) {
                            var unusedAlso = table.forget(session, mine.copies());
                        }
                    }
                });
    }
}
