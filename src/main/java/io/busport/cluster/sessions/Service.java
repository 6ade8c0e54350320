package io.busport.cluster.sessions;

import static io.busport.cluster.sessions.Crossing.texts;

import io.busport.cluster.GatewayClusterManager;
import io.busport.routing.Neighbours.Repeat;
import io.busport.session.Gateways.Found;
import io.busport.session.Moving;
import io.busport.session.SessionMoves.Departure;
import io.busport.session.SessionSnapshot;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this gateway does for others that ask it. On the loop of {@link Circle}. */
final class Service {
    private static final Logger log = LoggerFactory.getLogger(Service.class);
    /** More than a round of sessions that move may take: whoever asked for it is there, and has forgotten it. */
    private static final long HOLD_MILLIS = 15_000;

    private final Circle circle;
    private final Course course;
    private final Relocation relocation;
    private final Recovery recovery;
    private final GatewayClusterManager routes;
    private final Supplier<Parts> parts;
    private final Movements movements;

    Service(
            Circle circle,
            Course course,
            Relocation relocation,
            Recovery recovery,
            GatewayClusterManager routes,
            Supplier<Parts> parts,
            Movements movements) {
        this.movements = movements;
        this.circle = circle;
        this.course = course;
        this.relocation = relocation;
        this.recovery = recovery;
        this.routes = routes;
        this.parts = parts;
    }

    void offer(GatewayLine line, Adoption adoption, Expiry expiry) {
        line.on("fence", this::fence)
                .on("held", this::held)
                .on("heard", this::heardBy)
                .on("hold", this::hold)
                .on("release", this::release)
                .on("leave", this::leave)
                .on("stay", this::stay)
                .on("tail", this::tail)
                .on("routes", this::refreshRoutes)
                .on("seen", m -> adoption.whenSeen(json(m).getLong("view"), false))
                .on("adopted", m -> adoption.whenSeen(json(m).getLong("view"), true))
                .on("repeat", this::repeat)
                .on("taken", this::taken)
                .on("answer", this::answer)
                .on("take", this::take)
                .on("expire", m -> expiry.asked(json(m)))
                .on("giveWay", this::giveWay);
    }

    private static JsonObject json(Message<@Nullable Object> message) {
        return message.body() instanceof JsonObject o ? o : new JsonObject();
    }

    private static Future<JsonObject> done() {
        return Future.succeededFuture(new JsonObject());
    }

    // --- messages

    /** Everything that came before has arrived; and which of it nobody could take, and where senders are to wait. */
    private Future<JsonObject> fence(Message<@Nullable Object> m) {
        return parts.get().settled().map(v -> parts.get().custody().toOthers(new JsonObject()));
    }

    /** At which addresses of another gateway senders are to wait. */
    private Future<JsonObject> held(Message<@Nullable Object> m) {
        parts.get().custody().elsewhere(json(m).getString("node"), texts(json(m), "held"), List.of());
        return done();
    }

    private Future<JsonObject> refreshRoutes(Message<@Nullable Object> m) {
        return circle.here(routes.refreshRoutes(texts(json(m), "addresses"))).map(v -> new JsonObject());
    }

    private Future<JsonObject> repeat(Message<@Nullable Object> m) {
        MultiMap own = MultiMap.caseInsensitiveMultiMap().addAll(m.headers());
        own = own.remove(Crossing.REPEAT_TO).remove(Crossing.REPEAT_ID).remove(GatewayLine.OP);
        Repeat message = new Repeat(
                String.valueOf(m.headers().get(Crossing.REPEAT_TO)),
                own,
                m.body(),
                String.valueOf(m.headers().get(Crossing.REPEAT_ID)));
        return circle.here(parts.get().relay().repeat(message)).map(v -> new JsonObject());
    }

    private Future<JsonObject> taken(Message<@Nullable Object> m) {
        List<String> ids = texts(json(m), "ids");
        return circle.here(parts.get().onLoops(loop -> Future.succeededFuture(loop.taken(ids))))
                .map(sets -> {
                    Set<String> all = new TreeSet<>();
                    sets.forEach(all::addAll);
                    return new JsonObject().put("ids", new JsonArray(List.copyOf(all)));
                });
    }

    private Future<JsonObject> answer(Message<@Nullable Object> m) {
        JsonObject o = json(m);
        Frame frame = FrameBytes.decode(o.getBinary("frame"));
        return circle.here(parts.get().moves().answered(o.getString("session"), o.getLong("n"), frame))
                .map(v -> new JsonObject());
    }

    // --- sessions that move

    private Future<JsonObject> heardBy(Message<@Nullable Object> m) {
        List<Future<List<String>>> all = new ArrayList<>();
        texts(json(m), "sessions")
                .forEach(session -> all.add(parts.get().moves().addresses(session)));
        return circle.here(Future.all(all)).map(done -> {
            Set<String> addresses = new TreeSet<>();
            all.forEach(f -> addresses.addAll(f.result()));
            return new JsonObject().put("addresses", new JsonArray(List.copyOf(addresses)));
        });
    }

    private Future<JsonObject> stay(Message<@Nullable Object> m) {
        return circle.here(parts.get().moves().stay(json(m).getString("session")))
                .map(v -> new JsonObject());
    }

    private Future<JsonObject> hold(Message<@Nullable Object> m) {
        if (course.isDisturbed()) {
            return Future.failedFuture("a gateway was lost, and its sessions are on their way");
        }
        String id = json(m).getString("id");
        circle.later(HOLD_MILLIS, () -> {
            if (course.release(id)) {
                log.warn("Held for {} for {} ms and never released", id, HOLD_MILLIS);
            }
        });
        Moving these = new Moving(Set.copyOf(texts(json(m), "sessions")), Set.copyOf(texts(json(m), "addresses")));
        return circle.here(course.hold(id, json(m).getString("by"), these))
                .compose(v -> circle.here(parts.get().relay().settled()))
                .map(v -> new JsonObject());
    }

    private Future<JsonObject> release(Message<@Nullable Object> m) {
        boolean unused = course.release(json(m).getString("id"));
        return done();
    }

    private Future<JsonObject> leave(Message<@Nullable Object> m) {
        JsonObject o = json(m);
        return circle.here(parts.get()
                        .moves()
                        .leave(o.getString("session"), Relocation.resumeOf(o), o.getString("principal")))
                .map(departure -> departure(o.getString("session"), departure));
    }

    private JsonObject departure(String session, Departure departure) {
        Frame.Err refusal = departure.refusal();
        if (departure.snapshot() != null) {
            movements.giveOne(session);
        }
        return refusal == null
                ? snapshot(departure.snapshot())
                : new JsonObject().put("refused", refusal.code().word()).put("why", refusal.message());
    }

    private Future<JsonObject> tail(Message<@Nullable Object> m) {
        JsonObject o = json(m);
        return circle.here(parts.get().moves().tail(o.getString("session"), o.getLong("after")))
                .map(Service::snapshot);
    }

    private static JsonObject snapshot(@Nullable SessionSnapshot snapshot) {
        return snapshot == null
                ? new JsonObject()
                : new JsonObject().put("snapshot", new SnapshotBytes().head(List.of(), snapshot));
    }

    private Future<JsonObject> take(Message<@Nullable Object> m) {
        String from = json(m).getString("from");
        List<Future<Found>> all = new ArrayList<>();
        texts(json(m), "sessions").forEach(session -> all.add(relocation.take(session, from, recovery.nextLoop())));
        return circle.here(Future.join(all).transform(v -> done()));
    }

    private Future<JsonObject> giveWay(Message<@Nullable Object> m) {
        return circle.here(parts.get().moves().giveWay(json(m).getString("name")))
                .map(yes -> new JsonObject().put("yields", yes));
    }
}
