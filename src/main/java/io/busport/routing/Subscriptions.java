package io.busport.routing;

import io.busport.session.Router.Asker;
import io.busport.session.Router.Registration;
import io.busport.session.Router.Subscriber;
import io.busport.session.Traffic;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bus consumer for each address that anybody on this event loop hears, gone with its last subscriber.
 *
 * <p>A consumer is an entry in every node's routing table and a copy of each message; a subscriber is a callback. The consumer is never
 * paused: a paused consumer drops what it cannot hold. What is published goes to every subscriber as the same frame, so that a dialect
 * writes it once; what is sent goes to one of them, in turn.
 */
final class Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);
    /** What a sender is told when nobody took its message. */
    private static final int NOT_TAKEN = -1;

    private final EventBus bus;
    private final Custody custody;
    private final Traffic traffic;
    private final Function<String, Future<Void>> routed;
    private final Map<String, Audience> audiences = new HashMap<>();

    /** @param routed done when every gateway sends what is for an address to this one */
    Subscriptions(EventBus bus, Custody custody, Traffic traffic, Function<String, Future<Void>> routed) {
        this.bus = bus;
        this.custody = custody;
        this.traffic = traffic;
        this.routed = routed;
    }

    /** A message that may have come before; those who have it ignore it. */
    void repeat(Frame.Message frame, String id) {
        Audience audience = audiences.get(frame.address());
        if (audience != null) {
            List.copyOf(audience.entries).forEach(e -> e.subscriber.repeat(frame, id));
        }
    }

    Registration add(String address, BusRouter router, Subscriber subscriber) {
        Audience audience = audiences.computeIfAbsent(address, Audience::new);
        Entry entry = new Entry(audience, router, subscriber);
        audience.entries.add(entry);
        return entry;
    }

    private record Entry(Audience audience, BusRouter router, Subscriber subscriber) implements Registration {
        boolean take(Frame.Message frame, @Nullable Message<Object> asking, @Nullable String id) {
            Asker asker = asking == null ? null : new BusAsker(router, asking);
            return subscriber.take(frame, asker, id);
        }

        @Override
        public Future<Void> effective() {
            return audience.effective;
        }

        @Override
        public void hold(boolean wait) {
            audience.hold(wait);
        }

        @Override
        public Future<Void> cancel() {
            return audience.remove(this);
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return this == o; // one client may hear the same address twice, with the same callback
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** Everybody on this loop who hears one address. */
    private final class Audience {
        private final String address;
        private final MessageConsumer<Object> consumer;
        private final Future<Void> effective;
        private final List<Entry> entries = new ArrayList<>(1);
        private int turn;

        Audience(String address) {
            this.address = address;
            this.consumer = bus.consumer(address, this::receive);
            this.effective = consumer.completion().compose(v -> routed.apply(address));
        }

        private void receive(Message<Object> message) {
            Frame.Message frame = new Frame.Message(
                    address, null, BusHeaders.forClient(message.headers()), message.body(), message.isSend());
            String id = message.headers().get(BusHeaders.ID);
            // A copy, because a subscriber that cannot take the message may leave while it is told.
            List<Entry> all = List.copyOf(entries);
            if (!message.isSend()) {
                int taken = 0;
                for (Entry e : all) {
                    taken += e.take(frame, null, id) ? 1 : 0;
                }
                traffic.heard(taken, all.size() - taken);
                return;
            }
            Message<Object> asking = message.replyAddress() == null ? null : message;
            for (int i = 0; i < all.size(); i++) {
                turn = (turn + 1) % all.size();
                if (all.get(turn).take(frame, asking, id)) {
                    traffic.heard(1, 0);
                    return;
                }
            }
            traffic.heard(0, 1);
            if (asking != null) {
                asking.fail(NOT_TAKEN, "no client that hears " + address + " can take the message");
            } else {
                custody.notTaken(id);
            }
        }

        private void hold(boolean wait) {
            if (wait) {
                custody.hold(address);
            } else {
                custody.release(address);
            }
        }

        private Future<Void> remove(Entry entry) {
            if (!entries.remove(entry) || !entries.isEmpty()) {
                return Future.succeededFuture();
            }
            audiences.remove(address, this);
            return consumer.unregister()
                    .onFailure(e -> log.warn("Consumer of {} could not be unregistered", address, e));
        }
    }
}
