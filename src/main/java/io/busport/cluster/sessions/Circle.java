package io.busport.cluster.sessions;

import io.busport.cluster.GatewayEntry;
import io.busport.cluster.Membership;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The gateways that are there, and one event loop on which this one deals with them. Safe to use from any thread; futures that come from here
 * complete on that loop.
 */
final class Circle {
    private final Vertx vertx;
    private final Membership membership;
    private final GatewayLine line;
    private final Context context;

    Circle(Vertx vertx, Membership membership, GatewayLine line, Context context) {
        this.vertx = vertx;
        this.membership = membership;
        this.line = line;
        this.context = context;
    }

    String self() {
        return membership.node();
    }

    Membership membership() {
        return membership;
    }

    List<String> others() {
        return membership.gateways().keySet().stream()
                .filter(node -> !node.equals(self()))
                .toList();
    }

    /** Those that do not leave, this one included if it does not. */
    List<String> staying() {
        return membership.gateways().entrySet().stream()
                .filter(e -> !e.getValue().leaving())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The others that do not leave. */
    List<String> othersStaying() {
        return staying().stream().filter(node -> !node.equals(self())).toList();
    }

    void run(Runnable task) {
        context.runOnContext(v -> task.run());
    }

    void later(long millis, Runnable task) {
        long unused = vertx.setTimer(millis, id -> run(task));
    }

    /** The same future, with its callbacks on the loop of the circle. */
    <T> Future<T> here(Future<T> elsewhere) {
        Promise<T> promise = Promise.promise();
        var unused = elsewhere.onComplete(result -> run(() -> promise.handle(result)));
        return promise.future();
    }

    Future<JsonObject> ask(String node, String op, JsonObject body) {
        return here(line.ask(node, op, body));
    }

    /** Asks all, this one included. */
    Future<Void> askAll(String op, JsonObject body) {
        return each(List.copyOf(membership.gateways().keySet()), node -> line.ask(node, op, body));
    }

    /** Asks all until they have answered; for what may be asked twice. */
    Future<Void> askAllUntilAnswered(String op, JsonObject body) {
        return each(List.copyOf(membership.gateways().keySet()), node -> line.askUntilAnswered(node, op, body));
    }

    /** Asks the others until they have answered; for what may be asked twice. @return what each says */
    Future<Map<String, JsonObject>> askOthersUntilAnswered(String op, JsonObject body) {
        return answers(others(), node -> line.askUntilAnswered(node, op, body));
    }

    private Future<Void> each(List<String> nodes, Function<String, Future<JsonObject>> ask) {
        return answers(nodes, ask).mapEmpty();
    }

    private Future<Map<String, JsonObject>> answers(List<String> nodes, Function<String, Future<JsonObject>> ask) {
        Map<String, JsonObject> answers = new HashMap<>();
        List<Future<JsonObject>> all = new ArrayList<>();
        nodes.forEach(node -> all.add(here(ask.apply(node))
                .recover(e -> hasLeft(node, e) ? Future.succeededFuture(new JsonObject()) : Future.failedFuture(e))
                .onSuccess(answer -> answers.put(node, answer))));
        return Future.all(all).map(answers);
    }

    /** Who leaves on purpose and answers no more has nothing that matters any more. */
    boolean hasLeft(String node, Throwable e) {
        GatewayEntry entry = membership.gateways().get(node);
        boolean silent = e instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
        return entry == null || (entry.leaving() && silent);
    }
}
