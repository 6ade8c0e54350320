package io.busport.cluster.sessions;

import io.busport.routing.Neighbours;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Where messages arrive that this gateway puts on the bus. A question to another gateway goes behind everything that was sent there before,
 * so its answer says that all of that has arrived. May be asked on any event loop; answers come on that loop.
 */
final class Crossing implements Neighbours {
    /** Of a message that is repeated: where to, and what it is known by. Clients cannot say headers that begin so. */
    static final String REPEAT_TO = "busport-repeat-to";

    static final String REPEAT_ID = "busport-repeat-id";

    private final Circle circle;
    private final GatewayLine line;
    private final Course course;
    private final Supplier<Parts> parts;
    private final BiConsumer<String, Throwable> silent;

    /** @param silent told when a gateway that is there does not say what has arrived */
    Crossing(
            Circle circle,
            GatewayLine line,
            Course course,
            Supplier<Parts> parts,
            BiConsumer<String, Throwable> silent) {
        this.circle = circle;
        this.line = line;
        this.course = course;
        this.parts = parts;
        this.silent = silent;
    }

    @Override
    public long stamp() {
        return course.stamp();
    }

    @Override
    public Future<Void> passed() {
        List<Future<?>> all = new ArrayList<>();
        all.add(parts.get().settled());
        for (String node : circle.others()) {
            all.add(unlessLeft(node, line.ask(node, "fence", new JsonObject()))
                    .onSuccess(said -> heard(node, said))
                    .onFailure(e -> silent.accept(node, e)));
        }
        return Future.all(all).mapEmpty();
    }

    private void heard(String node, JsonObject said) {
        parts.get().custody().elsewhere(node, texts(said, "held"), texts(said, "notTaken"));
    }

    static List<String> texts(JsonObject said, String name) {
        JsonArray all = said.getJsonArray(name);
        return all == null ? List.of() : all.stream().map(String::valueOf).toList();
    }

    @Override
    public Future<Void> routed(String address) {
        JsonObject one = new JsonObject().put("addresses", new JsonArray().add(address));
        List<Future<JsonObject>> all = new ArrayList<>();
        circle.others()
                .forEach(node -> all.add(line.ask(node, "routes", one).recover(e -> Future.succeededFuture(one))));
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
        all.add(parts.get().relay().repeat(m));
        circle.others().forEach(node -> all.add(unlessLeft(node, line.ask(node, m.body(), headers))));
        return Future.all(all).mapEmpty();
    }

    /** Nothing need reach a gateway that has left on purpose. */
    private Future<JsonObject> unlessLeft(String node, Future<JsonObject> answer) {
        return answer.recover(
                e -> circle.hasLeft(node, e) ? Future.succeededFuture(new JsonObject()) : Future.failedFuture(e));
    }

    @Override
    public Future<Set<String>> taken(Collection<String> ids) {
        JsonObject body = new JsonObject().put("ids", new JsonArray(List.copyOf(ids)));
        List<Future<JsonObject>> all = new ArrayList<>();
        circle.membership().gateways().keySet().forEach(node -> all.add(line.ask(node, "taken", body)));
        return Future.all(all).map(done -> {
            Set<String> taken = new TreeSet<>();
            done.<JsonObject>list().forEach(o -> taken.addAll(texts(o, "ids")));
            return taken;
        });
    }
}
