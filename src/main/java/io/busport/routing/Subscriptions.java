package io.busport.routing;

import io.busport.session.Router.Subscription;
import io.busport.wire.Frame;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bus consumer for each address that anybody on this event loop hears, gone with its last subscriber.
 *
 * <p>A consumer is an entry in every node's routing table and a copy of each message; a subscriber is a callback. The consumer is never
 * paused: a paused consumer drops what it cannot hold.
 */
final class Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

    private record Audience(MessageConsumer<Object> consumer, Set<Consumer<Frame.Message>> subscribers) {}

    private final EventBus bus;
    private final Map<String, Audience> audiences = new HashMap<>();

    Subscriptions(EventBus bus) {
        this.bus = bus;
    }

    Subscription add(String address, Consumer<Frame.Message> subscriber) {
        audiences.computeIfAbsent(address, this::open).subscribers.add(subscriber);
        return () -> remove(address, subscriber);
    }

    private Audience open(String address) {
        Set<Consumer<Frame.Message>> subscribers = new LinkedHashSet<>();
        MessageConsumer<Object> consumer = bus.consumer(address, message -> {
            Frame.Message frame = Frame.Message.of(address, message.body());
            // A copy, because a subscriber that cannot take the message may leave while it is told.
            List.copyOf(subscribers).forEach(s -> s.accept(frame));
        });
        return new Audience(consumer, subscribers);
    }

    private void remove(String address, Consumer<Frame.Message> subscriber) {
        Audience audience = audiences.get(address);
        if (audience != null && audience.subscribers.remove(subscriber) && audience.subscribers.isEmpty()) {
            audiences.remove(address);
            audience.consumer
                    .unregister()
                    .onFailure(e -> log.warn("Consumer of {} could not be unregistered", address, e));
        }
    }
}
