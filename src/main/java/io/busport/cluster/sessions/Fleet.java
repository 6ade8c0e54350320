package io.busport.cluster.sessions;

import io.busport.cluster.Engine;
import io.busport.cluster.GatewayEntry;
import io.busport.cluster.Membership;
import io.busport.cluster.View;
import io.busport.cluster.sessions.Directory.Entry;
import io.busport.config.ClusterConfig;
import io.busport.routing.Neighbours;
import io.busport.routing.Relay;
import io.busport.session.Gateways;
import io.busport.session.Grave;
import io.busport.session.Keeper;
import io.busport.session.SessionLoop;
import io.busport.session.SessionMoves;
import io.busport.session.SessionSnapshot;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Resume;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This gateway as one of several: where its sessions find the others, and the others find it.
 *
 * <p>Decides on one event loop of its own; {@link #stamp}, {@link #passed} and what a session asks may come from any.
 */
public final class Fleet implements Gateways, Neighbours, Membership.Watcher {
    private static final Logger log = LoggerFactory.getLogger(Fleet.class);
    private static final long WAIT_MILLIS = 4000;
    /** Of a message that is repeated: where to, and what it is known by. Clients cannot say headers that begin so. */
    private static final String REPEAT_TO = "busport-repeat-to";

    private static final String REPEAT_ID = "busport-repeat-id";

    /** What the gateway process gives. */
    public record Parts(
            SessionMoves moves, Relay relay, Supplier<List<SessionLoop>> loops, Supplier<Future<Void>> passed) {}

    private final Vertx vertx;
    private final Engine engine;
    private final Membership membership;
    private final ClusterConfig config;
    private final Context context;
    private final Directory directory;
    private final CopyTable table;
    private final GatewayLine line;
    private final Relocation relocation = new Relocation(this);
    private final Adoption adoption = new Adoption(this);
    private final AtomicReference<@Nullable Parts> process = new AtomicReference<>();
    private final Course course;
    /** Addresses of sessions that are being taken over, until everybody routes to them. */
    private final Map<String, List<String>> taking = new HashMap<>();

    private int turn;

    /** @param remember milliseconds for which a session that is gone is remembered */
    public Fleet(Vertx vertx, Engine engine, ClusterConfig config, long remember) {
        this.vertx = vertx;
        this.engine = engine;
        this.membership = engine.membership();
        this.config = config;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.directory = new Directory(engine, remember);
        this.table = new CopyTable(engine);
        this.line = new GatewayLine(vertx, membership);
        this.course = new Course(() -> loops(), () -> here(parts().relay.redo()));
    }

    /**
     * Before the first session: answers the others.
     *
     * @return done when they reach this gateway
     */
    public Future<Void> join(Parts gives) {
        process.set(gives);
        line.on("fence", m -> localPassed().map(v -> new JsonObject()))
                .on("hold", this::hold)
                .on("release", m -> done(() -> course.release(json(m).getString("id"))))
                .on("leave", this::leave)
                .on("tail", this::tail)
                .on("routes", m -> refresh(json(m).getJsonArray("addresses")))
                .on("seen", m -> adoption.whenSeen(json(m).getLong("view"), false))
                .on("adopted", m -> adoption.whenSeen(json(m).getLong("view"), true))
                .on("repeat", this::repeat)
                .on("taken", this::taken)
                .on("answer", this::answer)
                .on("take", this::take)
                .on("giveWay", this::giveWay);
        membership.watch(this);
        Promise<Void> promise = Promise.promise();
        context.runOnContext(v -> {
            adoption.seen(membership.view());
            var unused = line.listen().onComplete(promise);
        });
        return promise.future();
    }

    /** Keeps the sessions of a loop. */
    public Keeper keeper(SessionLoop loop) {
        return new Copies(vertx, table, loop, () -> !membership.minority());
    }

    // --- what its parts need

    String self() {
        return membership.node();
    }

    Membership membership() {
        return membership;
    }

    Directory directory() {
        return directory;
    }

    Course course() {
        return course;
    }

    SessionMoves moves() {
        return parts().moves;
    }

    private Parts parts() {
        Parts gives = process.get();
        if (gives == null) {
            throw new IllegalStateException("no sessions yet (expected: join before)");
        }
        return gives;
    }

    private List<SessionLoop> loops() {
        Parts gives = process.get();
        return gives == null ? List.of() : gives.loops.get();
    }

    void later(long millis, Runnable task) {
        long unused = vertx.setTimer(millis, id -> context.runOnContext(v -> task.run()));
    }

    private List<String> others() {
        return membership.gateways().keySet().stream()
                .filter(node -> !node.equals(self()))
                .toList();
    }

    Future<JsonObject> ask(String node, String op, JsonObject body) {
        return here(line.ask(node, op, body));
    }

    /** Asks all, this one included. */
    Future<Void> askAll(String op, JsonObject body) {
        return askEach(List.copyOf(membership.gateways().keySet()), op, body);
    }

    Future<Void> askOthers(String op, JsonObject body) {
        return askEach(others(), op, body);
    }

    private Future<Void> askEach(List<String> nodes, String op, JsonObject body) {
        List<Future<JsonObject>> all = new ArrayList<>();
        nodes.forEach(node -> all.add(ask(node, op, body)
                .recover(e -> hasLeft(node, e) ? Future.succeededFuture(new JsonObject()) : Future.failedFuture(e))));
        return Future.all(all).mapEmpty();
    }

    /** A future whose callbacks run on the loop of the fleet. */
    private <T> Future<T> here(Future<T> elsewhere) {
        Promise<T> promise = Promise.promise();
        var unused = elsewhere.onComplete(result -> context.runOnContext(v -> promise.handle(result)));
        return promise.future();
    }

    // --- somebody comes or goes

    @Override
    public void changed(View before, View now, boolean merged) {
        Set<String> gone = before.without(now);
        line.changed(now);
        boolean lost = merged || gone.stream().anyMatch(node -> !node.equals(self()));
        long disturbance = lost ? course.disturb() : 0;
        context.runOnContext(v -> {
            gone.forEach(course::forget);
            if (lost) {
                var unused = onlyOurs().onComplete(x -> adoption.run(disturbance, now));
            } else {
                adoption.seen(now);
            }
        });
    }

    @Override
    public void minority(boolean now) {
        if (now) {
            long unused = course.disturb();
            moves().letGo("this gateway is cut off from most of the others");
        } else {
            long disturbance = course.disturb();
            context.runOnContext(v -> adoption.run(disturbance, membership.view()));
        }
    }

    /** Sessions that others have taken meanwhile, in their half of the network or with their last breath, are not ours any more. */
    private Future<Void> onlyOurs() {
        List<Future<Void>> all = new ArrayList<>();
        for (String session : moves().ids()) {
            all.add(here(directory.get(session)).compose(entry -> {
                if (entry == null) {
                    return directory.put(session, new Entry(self(), 1, 1));
                }
                return entry.owner().equals(self()) ? Future.succeededFuture() : moves().discard(session);
            }));
        }
        return Future.join(all).mapEmpty();
    }

    /** Sessions whose gateway is not there. */
    Future<Map<String, Entry>> orphans() {
        View view = membership.view();
        return here(vertx.executeBlocking(() -> directory.where(e -> !view.contains(e.owner()))));
    }

    /** Whether an orphan falls to this gateway: the highest of all scores, which all compute alike. */
    boolean falls(String session) {
        List<String> staying = new ArrayList<>();
        membership.gateways().forEach((node, entry) -> {
            if (!entry.leaving()) {
                staying.add(node);
            }
        });
        return self().equals(Rendezvous.of(session, staying.isEmpty() ? List.of(self()) : staying));
    }

    /** Puts a session together of what was kept of it. */
    Future<Boolean> recoverQuietly(String session, Entry entry) {
        Entry mine = entry.takenBy(self());
        return here(directory.replace(session, entry, mine)).compose(ours -> {
            if (!ours) {
                return Future.succeededFuture(false);
            }
            return here(table.read(session, entry.term()))
                    .compose(found -> found != null || entry.copies() == entry.term()
                            ? Future.succeededFuture(found)
                            : here(table.read(session, entry.copies())))
                    .compose(found -> install(session, mine, entry, found));
        });
    }

    private Future<Boolean> install(String session, Entry mine, Entry before, @Nullable SessionSnapshot found) {
        if (found == null) {
            log.warn("session={} Lost: no copy of it is left", session);
            directory.remove(session, self());
            return Future.succeededFuture(false);
        }
        List<String> addresses = new ArrayList<>(found.addresses());
        taking.put(session, addresses);
        return here(moves().install(nextLoop(), found.inTerm(mine.term()), true))
                .map(v -> {
                    ownCopies(session, mine, before.term());
                    return true;
                });
    }

    /** The same, for one that a client waits for, with all that follows. */
    Future<Boolean> recover(String session, Entry entry, SessionLoop home, long since) {
        return recoverQuietly(session, entry)
                .compose(found -> found
                        ? askAll(
                                        "routes",
                                        new JsonObject().put("addresses", new JsonArray(addressesOf(Set.of(session)))))
                                .compose(v -> moves().arrived(session, null, lostSince()))
                                .map(true)
                        : Future.succeededFuture(false));
    }

    List<String> addressesOf(Collection<String> sessions) {
        Set<String> all = new TreeSet<>();
        sessions.forEach(session -> {
            List<String> some = taking.remove(session);
            if (some != null) {
                all.addAll(some);
            }
        });
        return List.copyOf(all);
    }

    /** A gateway that is missed now may have been gone for so long. */
    long lostSince() {
        return System.currentTimeMillis() - config.failureTimeout().toMillis() - 1000;
    }

    private SessionLoop nextLoop() {
        List<SessionLoop> all = loops();
        return all.get(Math.floorMod(turn++, all.size()));
    }

    /** When the copies of our own term are there, those of the one before are of no use. */
    void ownCopies(String session, Entry mine, long before) {
        var unused = here(kept())
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

    // --- what others ask

    private static JsonObject json(Message<@Nullable Object> message) {
        Object body = message.body();
        return body instanceof JsonObject o ? o : new JsonObject();
    }

    private static Future<JsonObject> done(Runnable task) {
        task.run();
        return Future.succeededFuture(new JsonObject());
    }

    private Future<JsonObject> hold(Message<@Nullable Object> m) {
        String by = json(m).getString("by");
        if (course.isDisturbed()) {
            return Future.failedFuture("a gateway was lost, and its sessions are on their way");
        }
        return here(course.hold(json(m).getString("id"), by))
                .compose(v -> here(parts().relay.settled()))
                .map(v -> new JsonObject());
    }

    private Future<JsonObject> leave(Message<@Nullable Object> m) {
        JsonObject o = json(m);
        Resume said = Relocation.resumeOf(o);
        return here(moves().leave(o.getString("session"), said, o.getString("principal")))
                .map(departure -> {
                    Frame.Err refusal = departure.refusal();
                    if (refusal != null) {
                        return new JsonObject()
                                .put("refused", refusal.code().word())
                                .put("why", refusal.message());
                    }
                    SessionSnapshot snapshot = departure.snapshot();
                    return snapshot == null
                            ? new JsonObject()
                            : new JsonObject().put("snapshot", new SnapshotBytes().head(List.of(), snapshot));
                });
    }

    private Future<JsonObject> tail(Message<@Nullable Object> m) {
        JsonObject o = json(m);
        return here(moves().tail(o.getString("session"), o.getLong("after")))
                .map(tail -> tail == null
                        ? new JsonObject()
                        : new JsonObject().put("snapshot", new SnapshotBytes().head(List.of(), tail)));
    }

    private Future<JsonObject> refresh(JsonArray addresses) {
        List<String> all = addresses.stream().map(String::valueOf).toList();
        return here(engine.clusterManager().refreshRoutes(all)).map(v -> new JsonObject());
    }

    private Future<JsonObject> repeat(Message<@Nullable Object> m) {
        MultiMap headers = m.headers();
        String address = String.valueOf(headers.get(REPEAT_TO));
        String id = String.valueOf(headers.get(REPEAT_ID));
        MultiMap own = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        own = own.remove(REPEAT_TO).remove(REPEAT_ID).remove(GatewayLine.OP);
        return here(parts().relay.repeat(new Repeat(address, own, m.body(), id)))
                .map(v -> new JsonObject());
    }

    private Future<JsonObject> taken(Message<@Nullable Object> m) {
        List<String> ids =
                json(m).getJsonArray("ids").stream().map(String::valueOf).toList();
        return here(onLoops(loop -> {
                    Promise<Set<String>> promise = Promise.promise();
                    loop.executor().execute(() -> promise.complete(loop.taken(ids)));
                    return promise.future();
                }))
                .map(sets -> {
                    Set<String> all = new TreeSet<>();
                    sets.forEach(all::addAll);
                    return new JsonObject().put("ids", new JsonArray(List.copyOf(all)));
                });
    }

    private Future<JsonObject> answer(Message<@Nullable Object> m) {
        JsonObject o = json(m);
        Frame frame = FrameBytes.decode(o.getBinary("frame"));
        return here(moves().answered(o.getString("session"), o.getLong("n"), frame))
                .map(v -> new JsonObject());
    }

    private Future<JsonObject> take(Message<@Nullable Object> m) {
        List<Future<Found>> all = new ArrayList<>();
        json(m).getJsonArray("sessions")
                .forEach(session -> all.add(relocation.bring(String.valueOf(session), null, "", nextLoop())));
        return here(Future.join(all).map(all.size()).otherwise(0)).map(n -> new JsonObject());
    }

    private Future<JsonObject> giveWay(Message<@Nullable Object> m) {
        return here(moves().giveWay(json(m).getString("name"))).map(yes -> new JsonObject().put("yields", yes));
    }

    // --- Neighbours

    @Override
    public long stamp() {
        return course.stamp();
    }

    @Override
    public Future<Void> passed() {
        List<Future<?>> all = new ArrayList<>();
        all.add(localPassed());
        for (String node : others()) {
            all.add(line.ask(node, "fence", new JsonObject())
                    .recover(e -> hasLeft(node, e) ? Future.succeededFuture(new JsonObject()) : Future.failedFuture(e))
                    .onFailure(e -> failed(node, e)));
        }
        return Future.all(all).mapEmpty();
    }

    /** Who leaves on purpose and answers no more has nothing that matters any more. */
    private boolean hasLeft(String node, Throwable e) {
        GatewayEntry entry = membership.gateways().get(node);
        boolean silent = e instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
        return entry == null || (entry.leaving() && silent);
    }

    /** A gateway that is there does not say what has arrived: then nobody knows, as if it were lost. */
    private void failed(String node, Throwable e) {
        if (membership.view().contains(node) && !course.isDisturbed()) {
            log.warn("Gateway {} does not say what has arrived: {}", node, e.toString());
            long disturbance = course.disturb();
            context.runOnContext(v -> adoption.run(disturbance, membership.view()));
        }
    }

    private Future<Void> localPassed() {
        return parts().passed.get().compose(v -> kept());
    }

    private Future<Void> kept() {
        return onLoops(loop -> {
                    Promise<Void> promise = Promise.promise();
                    loop.executor().execute(() -> {
                        var unused = loop.kept().onComplete(promise);
                    });
                    return promise.future();
                })
                .mapEmpty();
    }

    private interface OnLoop<T> {
        Future<T> of(SessionLoop loop);
    }

    private <T> Future<List<T>> onLoops(OnLoop<T> task) {
        List<Future<T>> all = new ArrayList<>();
        loops().forEach(loop -> all.add(task.of(loop)));
        return Future.all(all).map(done -> done.list());
    }

    @Override
    public Future<Void> routed(String address) {
        JsonObject one = new JsonObject().put("addresses", new JsonArray().add(address));
        List<Future<JsonObject>> all = new ArrayList<>();
        others().forEach(node -> all.add(line.ask(node, "routes", one).recover(e -> Future.succeededFuture(one))));
        return Future.all(all).mapEmpty();
    }

    @Override
    public Future<Void> repeat(List<Repeat> messages) {
        Future<Void> all = Future.succeededFuture();
        for (Repeat m : messages) {
            all = all.compose(v -> repeat(m));
        }
        return all;
    }

    private Future<Void> repeat(Repeat m) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .addAll(m.headers())
                .add(GatewayLine.OP, "repeat")
                .add(REPEAT_TO, m.address())
                .add(REPEAT_ID, m.id());
        List<Future<?>> all = new ArrayList<>();
        all.add(parts().relay.repeat(m));
        others().forEach(node -> all.add(line.ask(node, m.body(), headers)));
        return Future.all(all).mapEmpty();
    }

    @Override
    public Future<Set<String>> taken(Collection<String> ids) {
        JsonObject body = new JsonObject().put("ids", new JsonArray(List.copyOf(ids)));
        List<Future<JsonObject>> all = new ArrayList<>();
        membership.gateways().keySet().forEach(node -> all.add(line.ask(node, "taken", body)));
        return Future.all(all).map(done -> {
            Set<String> taken = new TreeSet<>();
            done.<JsonObject>list().forEach(o -> o.getJsonArray("ids").forEach(id -> taken.add(String.valueOf(id))));
            return taken;
        });
    }

    // --- Gateways

    @Override
    public boolean exist() {
        return true;
    }

    @Override
    public Future<Boolean> claim(String session, @Nullable String name) {
        if (name == null) {
            return directory.put(session, new Entry(self(), 1, 1)).map(true);
        }
        return directory.claim(name, session).compose(holder -> {
            if (holder == null) {
                return directory.put(session, new Entry(self(), 1, 1)).map(true);
            }
            return here(mayHave(name, holder))
                    .compose(free -> free ? claim(session, name) : Future.succeededFuture(false));
        });
    }

    /** Whether the one who has a name gives it up. */
    private Future<Boolean> mayHave(String name, String holder) {
        return directory.get(holder).compose(entry -> {
            if (entry == null) {
                return directory.release(name, holder).map(true);
            }
            return line.ask(entry.owner(), "giveWay", new JsonObject().put("name", name))
                    .compose(answer -> answer.getBoolean("yields", false)
                            ? directory.release(name, holder).map(true)
                            : Future.succeededFuture(false));
        });
    }

    @Override
    public Future<Found> find(Resume said, String principal, SessionLoop home) {
        Promise<Found> promise = Promise.promise();
        context.runOnContext(v -> find(said, principal, home, System.currentTimeMillis() + WAIT_MILLIS, promise));
        return promise.future();
    }

    private void find(Resume said, String principal, SessionLoop home, long until, Promise<Found> promise) {
        if (System.currentTimeMillis() > until) {
            promise.complete(Found.refused(
                    Frame.Err.of(FailCode.TRY_LATER, "the session's gateway is lost, and it is not here yet")));
            return;
        }
        Runnable again = () -> later(20, () -> find(said, principal, home, until, promise));
        if (course.isDisturbed()) {
            again.run();
            return;
        }
        var unused = here(directory.get(said.session())).onComplete((entry, failure) -> {
            if (failure != null) {
                promise.fail(failure);
            } else if (entry == null) {
                promise.complete(Found.NOWHERE);
            } else if (entry.owner().equals(self())) {
                promise.complete(moves().ids().contains(said.session()) ? Found.HERE : Found.NOWHERE);
            } else if (!membership.view().contains(entry.owner())) {
                again.run();
            } else {
                var unusedBrought = here(relocation.bring(said.session(), said, principal, home))
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

    @Override
    public Future<@Nullable Grave> grave(String session) {
        return directory.grave(session);
    }

    @Override
    public void ended(Grave grave, @Nullable String name) {
        directory.remove(grave.id(), self());
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
            var unused = here(directory.get(session)).onSuccess(entry -> {
                if (entry != null) {
                    var unusedSent = ask(entry.owner(), "answer", o);
                }
            });
        }
    }

    @Override
    public void yielded(String name, String session) {
        var unused = directory.release(name, session);
    }

    @Override
    public @Nullable String unfit() {
        return membership.minority() ? "this gateway is cut off from most of the others" : null;
    }

    @Override
    public String guarantee() {
        int there = Math.min(config.copies(), membership.gateways().size());
        return "copies " + there + "/" + config.copies() + (there < config.copies() ? ", degraded" : "");
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
        return membership.gateways().entrySet().stream()
                .anyMatch(e -> !e.getKey().equals(self()) && !e.getValue().leaving());
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
        List<String> staying = membership.gateways().entrySet().stream()
                .filter(e -> !e.getKey().equals(self()) && !e.getValue().leaving())
                .map(Map.Entry::getKey)
                .toList();
        List<String> sessions = moves().ids();
        if (staying.isEmpty() || sessions.isEmpty()) {
            return Future.succeededFuture(sessions.size());
        }
        sessions.forEach(s -> to.computeIfAbsent(Rendezvous.of(s, staying), n -> new JsonArray())
                .add(s));
        List<Future<JsonObject>> all = new ArrayList<>();
        to.forEach((node, some) -> all.add(ask(node, "take", new JsonObject().put("sessions", some))));
        return Future.join(all).transform(x -> Future.succeededFuture(sessions.size()));
    }
}
