package io.busport.client;

import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The addresses that are heard, and their handlers. An address is registered once, however many handlers it has. */
final class Topics {
    /** One address. */
    static final class Topic implements Settlements.Settlement {
        private final String address;
        private final Promise<Void> registered;
        private final List<Function<Delivery, Future<?>>> handlers = new ArrayList<>(1);
        private @Nullable Outcome lost;
        private int turn;

        private Topic(String address, Promise<Void> registered) {
            this.address = address;
            this.registered = registered;
        }

        String address() {
            return address;
        }

        /** Done when the whole cluster routes to it. */
        Future<Void> registered() {
            return registered.future();
        }

        /** Why the gateway does not let it be heard any longer; null when it does. */
        @Nullable
        Outcome lost() {
            return lost;
        }

        @Override
        public void settle(@Nullable Outcome outcome) {
            if (outcome == null) {
                var unused = registered.tryComplete();
            } else if (!registered.tryFail(BusportException.of(outcome))) {
                lost = outcome;
            }
        }
    }

    private final Map<String, Topic> topics = new LinkedHashMap<>();

    /** The topic of an address; {@code promise} becomes its registration when it is new. */
    Topic open(String address, Promise<Void> promise) {
        return topics.computeIfAbsent(address, a -> new Topic(a, promise));
    }

    @Nullable
    Topic get(String address) {
        return topics.get(address);
    }

    void add(Topic topic, Function<Delivery, Future<?>> handler) {
        topic.handlers.add(handler);
    }

    /** @return whether it was the last one, and the address is heard no longer */
    boolean remove(Topic topic, Function<Delivery, Future<?>> handler) {
        return topic.handlers.remove(handler) && topic.handlers.isEmpty() && topics.remove(topic.address, topic);
    }

    void remove(Topic topic) {
        topic.handlers.clear();
        topics.remove(topic.address, topic);
    }

    List<Topic> all() {
        return List.copyOf(topics.values());
    }

    /**
     * Gives a message to the handlers of its address: what was sent to one of them in turn, what was published to all.
     *
     * @return when they are done with it; null when there are none
     */
    @Nullable
    Future<?> deliver(Delivery delivery) {
        Topic topic = topics.get(delivery.address());
        if (topic == null || topic.handlers.isEmpty()) {
            return null;
        }
        if (topic.handlers.size() == 1) {
            return call(topic.handlers.get(0), delivery);
        }
        if (delivery.isSend()) {
            topic.turn = (topic.turn + 1) % topic.handlers.size();
            return call(topic.handlers.get(topic.turn), delivery);
        }
        List<Future<?>> all = new ArrayList<>();
        for (Function<Delivery, Future<?>> handler : List.copyOf(topic.handlers)) {
            all.add(call(handler, delivery));
        }
        return Future.join(all);
    }

    private static Future<?> call(Function<Delivery, Future<?>> handler, Delivery delivery) {
        try {
            return handler.apply(delivery);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    void failAll(FailCode code, String message) {
        for (Topic topic : all()) {
            var unused = topic.registered.tryFail(new BusportException(code, message));
        }
        topics.clear();
    }
}
