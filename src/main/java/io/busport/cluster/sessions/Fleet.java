package io.busport.cluster.sessions;

import io.busport.cluster.Engine;
import io.busport.cluster.Membership;
import io.busport.cluster.View;
import io.busport.cluster.sessions.Directory.Entry;
import io.busport.config.ClusterConfig;
import io.busport.routing.Neighbours;
import io.busport.session.Gateways;
import io.busport.session.Grave;
import io.busport.session.Keeper;
import io.busport.session.SessionLoop;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Resume;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This gateway as one of several: where its sessions find the others, and what it does when one of them comes or goes. It puts the parts of
 * this package together. Safe to use from any thread.
 */
public final class Fleet implements Gateways, Membership.Watcher {
    private static final Logger log = LoggerFactory.getLogger(Fleet.class);
    private static final String CUT_OFF = "this gateway is cut off from most of the others";
    private static final long AGAIN_MILLIS = 200;
    private static final long SWEEP_MILLIS = 5000;

    private final Vertx vertx;
    private final Membership membership;
    private final ClusterConfig config;
    private final GatewayLine line;
    private final Circle circle;
    private final Directory directory;
    private final CopyTable table;
    private final Names names;
    private final Course course;
    private final Recovery recovery;
    private final Adoption adoption;
    private final Relocation relocation;
    private final Search search;
    private final Service service;
    private final Crossing crossing;
    private final Expiry expiry;
    private final Movements movements = new Movements();
    private final AtomicReference<String> told = new AtomicReference<>("");
    private final AtomicReference<@Nullable Parts> parts = new AtomicReference<>();

    /** @param remember milliseconds for which a session that is gone is remembered */
    public Fleet(Vertx vertx, Engine engine, ClusterConfig config, long remember) {
        this.vertx = vertx;
        this.membership = engine.membership();
        this.config = config;
        this.line = new GatewayLine(vertx, membership);
        this.circle = new Circle(vertx, membership, line, ((VertxInternal) vertx).createEventLoopContext());
        this.directory = new Directory(engine, remember);
        this.table = new CopyTable(engine);
        this.names = new Names(circle, line, directory);
        this.course = new Course(
                this::loops, () -> circle.here(parts().relay().redo()), again -> circle.later(AGAIN_MILLIS, again));
        this.recovery = new Recovery(vertx, circle, directory, table, this::parts, config.failureTimeout(), movements);
        this.adoption = new Adoption(circle, recovery, course, this::parts);
        this.relocation = new Relocation(circle, directory, recovery, this::parts, movements);
        this.search = new Search(circle, course, directory, recovery, relocation, this::parts);
        this.service =
                new Service(circle, course, relocation, recovery, engine.clusterManager(), this::parts, movements);
        this.expiry = new Expiry(circle, directory, () -> parts().moves());
        this.crossing = new Crossing(circle, line, course, this::parts, this::silent);
    }

    /**
     * Before the first session: answers the others.
     *
     * @return done when they reach this gateway
     */
    public Future<Void> join(Parts gives) {
        parts.set(gives);
        service.offer(line, adoption, expiry);
        gives.custody().onChange(this::tellHeld);
        membership.watch(this);
        Promise<Void> promise = Promise.promise();
        circle.run(() -> {
            adoption.seen(membership.view());
            circle.later(SWEEP_MILLIS, this::sweep);
            // Whoever knows of a gateway asks it.
            var unused = line.listen()
                    .compose(v -> CopyTable.future(membership.announce()))
                    .<Void>mapEmpty()
                    .onComplete(promise);
        });
        return promise.future();
    }

    /** Before the first client, so that none of them pays for what runs for the first time. Never fails. */
    public Future<Void> rehearse() {
        return new Rehearsal(vertx, circle, directory, table, recovery, relocation, parts()).run();
    }

    /** Keeps the sessions of a loop. */
    public Keeper keeper(SessionLoop loop) {
        return new Copies(vertx, table, loop, () -> !membership.minority());
    }

    /** Where else messages arrive. */
    public Neighbours neighbours() {
        return crossing;
    }

    private String self() {
        return circle.self();
    }

    private Parts parts() {
        Parts gives = parts.get();
        if (gives == null) {
            throw new IllegalStateException("no sessions yet (expected: join before)");
        }
        return gives;
    }

    private List<SessionLoop> loops() {
        Parts gives = parts.get();
        return gives == null ? List.of() : gives.loops().get();
    }

    // --- somebody comes or goes

    @Override
    public void losing() {
        var unused = course.disturb();
    }

    @Override
    public void changed(View before, View now, boolean merged) {
        Set<String> gone = before.without(now);
        boolean lost = merged || !gone.isEmpty();
        long disturbance = lost ? course.disturb() : 0;
        line.changed(now); // after the disturbance: who asked a gateway that is gone must not take silence for a yes
        circle.run(() -> {
            for (String node : gone) {
                course.forget(node);
                parts().custody().elsewhere(node, List.of(), List.of());
            }
            if (lost) {
                var unused = onlyOurs().onComplete(x -> adoption.run(disturbance, now));
            } else {
                adoption.seen(now);
            }
        });
    }

    /** One more or less may be the same guarantee: only what is new is told. */
    @Override
    public void gatewaysChanged() {
        String now = guarantee();
        if (!now.equals(told.getAndSet(now))) {
            parts().moves().tell(now);
        }
    }

    @Override
    public void minority(boolean now) {
        long disturbance = course.disturb();
        if (now) {
            // The others take them over. What came to a session here could never be told from what comes to it there.
            parts().moves().discardAll();
        } else {
            circle.run(() -> adoption.run(disturbance, membership.view()));
        }
    }

    /** A gateway that is there does not say what has arrived: then nobody knows, as if it were lost. */
    private void silent(String node, Throwable e) {
        if (membership.view().contains(node) && !course.isDisturbed()) {
            log.warn("Gateway {} does not say what has arrived: {}", node, e.toString());
            long disturbance = course.disturb();
            circle.run(() -> adoption.run(disturbance, membership.view()));
        }
    }

    /** What a half of the network has said of a session may be corrected some time after the merge. */
    private void sweep() {
        var unused = onlyOurs().onComplete(v -> circle.later(SWEEP_MILLIS, this::sweep));
    }

    /** Sessions that others have taken meanwhile, in their half of the network or with their last breath, are not ours any more. */
    private Future<Void> onlyOurs() {
        List<Future<Void>> all = new ArrayList<>();
        for (String session : parts().moves().ids()) {
            all.add(circle.here(directory.get(session)).compose(entry -> {
                if (entry == null) {
                    return enterAgain(session);
                }
                return entry.owner().equals(self())
                        ? Future.succeededFuture()
                        : parts().moves().discard(session);
            }));
        }
        return Future.join(all).mapEmpty();
    }

    /** It was opened in the half of the network whose word does not count, and it is still here. */
    private Future<Void> enterAgain(String session) {
        long term = parts().moves().term(session);
        return term == 0
                ? Future.succeededFuture()
                : directory
                        .put(session, new Entry(self(), term, term))
                        .compose(v -> parts().moves().keepAgain(session));
    }

    /** Senders at other gateways are to wait for an address, or need not any more. */
    private void tellHeld() {
        JsonObject held = parts().custody().toOthers(new JsonObject()).put("node", self());
        circle.others().forEach(node -> {
            var unused = line.ask(node, "held", held);
        });
    }

    // --- Gateways

    @Override
    public boolean exist() {
        return true;
    }

    @Override
    public Future<Boolean> claim(String session, @Nullable String name) {
        return names.claim(session, name);
    }

    @Override
    public Future<Found> find(Resume said, String principal, SessionLoop home) {
        return search.find(said, principal, home);
    }

    @Override
    public Future<@Nullable Grave> grave(String session) {
        return directory.grave(session);
    }

    @Override
    public void ended(Grave grave, @Nullable String name) {
        var unused = directory.remove(grave.id(), self());
        directory.bury(grave);
        if (name != null) {
            yielded(name, grave.id());
        }
    }

    @Override
    public void forward(String session, long n, Frame answer) {
        var bytes = new FrameBytes().encode(answer);
        if (bytes != null) {
            JsonObject o = new JsonObject().put("session", session).put("n", n).put("frame", bytes.getBytes());
            var unused = circle.here(directory.get(session)).onSuccess(entry -> {
                if (entry != null) {
                    var unusedSent = circle.ask(entry.owner(), "answer", o);
                }
            });
        }
    }

    @Override
    public void yielded(String name, String session) {
        names.release(name, session);
    }

    @Override
    public @Nullable String unfit() {
        return membership.minority() ? CUT_OFF : null;
    }

    @Override
    public String guarantee() {
        int there = copies();
        return "copies " + there + "/" + config.copies() + (there < config.copies() ? ", degraded" : "");
    }

    /** Of what a session is owed: how many gateways have it, when all are as they should be. */
    public int copies() {
        return Math.min(config.copies(), membership.gateways().size());
    }

    /** An operator ends a session of any gateway: which one had it, null when none did. */
    public Future<@Nullable String> expire(String session) {
        return expiry.expire(session);
    }

    /** Sessions that have come and gone. */
    public Movements movements() {
        return movements;
    }

    @Override
    public List<String> alternatives() {
        List<String> all = new ArrayList<>();
        membership.gateways().forEach((node, entry) -> {
            String at = entry.advertise();
            if (!node.equals(self()) && !entry.leaving() && at != null) {
                all.add(at);
            }
        });
        return all;
    }

    /** Whether there is another gateway that stays. */
    public boolean hasOthers() {
        return !circle.othersStaying().isEmpty();
    }

    /** This gateway leaves: nothing new is given to it. */
    public Future<Void> leaving() {
        return CopyTable.future(membership.announceDraining()).mapEmpty();
    }

    /**
     * Gives all sessions that are still here to others: their clients find them there.
     *
     * @return how many were here
     */
    public Future<Integer> giveAway() {
        Map<String, JsonArray> to = new HashMap<>();
        List<String> staying = circle.othersStaying();
        List<String> sessions = parts().moves().ids();
        if (staying.isEmpty() || sessions.isEmpty()) {
            return Future.succeededFuture(sessions.size());
        }
        sessions.forEach(s -> to.computeIfAbsent(Rendezvous.of(s, staying), n -> new JsonArray())
                .add(s));
        List<Future<JsonObject>> all = new ArrayList<>();
        to.forEach((node, some) -> all.add(
                circle.ask(node, "take", new JsonObject().put("sessions", some).put("from", self()))));
        return Future.join(all).transform(x -> Future.succeededFuture(sessions.size()));
    }
}
