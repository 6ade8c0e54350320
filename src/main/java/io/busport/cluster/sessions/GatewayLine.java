package io.busport.cluster.sessions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.busport.cluster.Membership;
import io.busport.cluster.View;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gateways say to each other, over the event bus and so behind everything that was said on it before. Safe to use from any thread: an
 * answer comes on the context of the caller.
 *
 * <pre>
 *   busport.gateway.NODE      header busport-op: what is wanted      the answer, or a failure; none can come from a gateway that is gone
 * </pre>
 */
final class GatewayLine {
    private static final Logger log = LoggerFactory.getLogger(GatewayLine.class);

    static final String OP = "busport-op";

    private static final String ADDRESS = "busport.gateway.";
    private static final int FAILED = 1;
    private static final long ANSWER_MILLIS = 30_000;
    /** Long enough for what a gateway does after a loss, and short beside the patience of a client. */
    private static final long AGAIN_MILLIS = 1000;

    private final Vertx vertx;
    private final Membership membership;
    private final String self;
    private final Map<String, Function<Message<@Nullable Object>, Future<JsonObject>>> handlers = new HashMap<>();
    private final Map<String, Set<Promise<JsonObject>>> open = new ConcurrentHashMap<>();

    GatewayLine(Vertx vertx, Membership membership) {
        this.vertx = vertx;
        this.membership = membership;
        this.self = membership.node();
    }

    /** Answers what others want; before {@link #listen}. */
    @CanIgnoreReturnValue
    GatewayLine on(String op, Function<Message<@Nullable Object>, Future<JsonObject>> handler) {
        handlers.put(op, handler);
        return this;
    }

    /**
     * Listens, on the calling context.
     *
     * @return done when all of the cluster reaches it
     */
    Future<Void> listen() {
        return vertx.eventBus()
                .<@Nullable Object>consumer(ADDRESS + self, this::receive)
                .completion();
    }

    private void receive(Message<@Nullable Object> message) {
        String op = String.valueOf(message.headers().get(OP));
        Function<Message<@Nullable Object>, Future<JsonObject>> handler = handlers.get(op);
        if (handler == null) {
            message.fail(FAILED, op + " (expected: one of " + handlers.keySet() + ")");
            return;
        }
        Future<JsonObject> answer;
        try {
            answer = handler.apply(message);
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        var unused = answer.onComplete((body, failure) -> {
            if (failure == null) {
                message.reply(body);
            } else {
                message.fail(FAILED, failure.toString());
            }
        });
    }

    /** Asks another gateway. Fails at once when it is not there any more. */
    Future<JsonObject> ask(String node, String op, @Nullable Object body) {
        return ask(node, body, headers(op));
    }

    /** The same, with headers of one's own; {@link #OP} is one of them. */
    Future<JsonObject> ask(String node, @Nullable Object body, MultiMap headers) {
        return ask(node, body, headers, ANSWER_MILLIS);
    }

    /**
     * Asks again and again until there is an answer. For what may be asked twice: a question, or its answer, is lost with the bus
     * connection that carries it.
     */
    Future<JsonObject> askUntilAnswered(String node, String op, @Nullable Object body) {
        return ask(node, body, headers(op), AGAIN_MILLIS).recover(e -> {
            if (e instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
                log.info("Gateway {} is asked again: {}", node, op);
                return askUntilAnswered(node, op, body);
            }
            return Future.failedFuture(e);
        });
    }

    private static MultiMap headers(String op) {
        return MultiMap.caseInsensitiveMultiMap().add(OP, op);
    }

    private Future<JsonObject> ask(String node, @Nullable Object body, MultiMap headers, long millis) {
        Promise<JsonObject> promise =
                ((VertxInternal) vertx).getOrCreateContext().promise();
        // In one step, or it could be added to those that are just being told that the gateway is lost.
        Set<Promise<JsonObject>> those = open.compute(node, (n, there) -> {
            Set<Promise<JsonObject>> all = there == null ? ConcurrentHashMap.newKeySet() : there;
            all.add(promise);
            return all;
        });
        var unused = vertx.eventBus()
                .<JsonObject>request(
                        ADDRESS + node,
                        body,
                        new DeliveryOptions().setHeaders(headers).setSendTimeout(millis))
                .onComplete((answer, failure) -> {
                    those.remove(promise);
                    if (failure == null) {
                        promise.tryComplete(answer.body());
                    } else {
                        promise.tryFail(failure);
                    }
                });
        if (!membership.view().contains(node)) {
            lost(node);
        }
        return promise.future();
    }

    /** Nobody who is not there any more will answer. */
    void changed(View now) {
        for (String node : Set.copyOf(open.keySet())) {
            if (!now.contains(node)) {
                lost(node);
            }
        }
    }

    private void lost(String node) {
        Set<Promise<JsonObject>> those = open.remove(node);
        if (those != null) {
            those.forEach(p -> p.tryFail(new GatewayGone(node)));
        }
    }

    /** Whoever was asked has left the cluster. */
    static final class GatewayGone extends RuntimeException {
        private static final long serialVersionUID = 1;

        GatewayGone(String node) {
            super("gateway " + node + " is gone", null, false, false);
        }
    }
}
