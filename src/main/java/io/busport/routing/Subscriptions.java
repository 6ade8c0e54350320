package io.busport.routing;

import io.busport.session.Router.Asker;
import io.busport.session.Router.Registration;
import io.busport.session.Router.Subscriber;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Audience> audiences = new HashMap<>();

    Subscriptions(EventBus bus, Custody custody) {
        this.bus = bus;
        this.custody = custody;
    }

    Registration add(String address, BusRouter router, Subscriber subscriber) {
        Audience audience = audiences.computeIfAbsent(address, Audience::new);
        Entry entry = new Entry(audience, router, subscriber);
        audience.entries.add(entry);
        return entry;
    }

    private record Entry(Audience audience, BusRouter router, Subscriber subscriber) implements Registration {
        boolean take(Frame.Message frame, @Nullable Message<Object> asking) {
            Asker asker = asking == null ? null : new BusAsker(router, asking);
            return subscriber.take(frame, asker);
        }

        @Override
        public Future<Void> effective() {
            return audience.consumer.completion();
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
        private final List<Entry> entries = new ArrayList<>(1);
        private int turn;

        Audience(String address) {
            this.address = address;
            this.consumer = bus.consumer(address, this::receive);
        }

        private void receive(Message<Object> message) {
            Frame.Message frame = new Frame.Message(
                    address, null, BusHeaders.forClient(message.headers()), message.body(), message.isSend());
            // A copy, because a subscriber that cannot take the message may leave while it is told.
            List<Entry> all = List.copyOf(entries);
            if (!message.isSend()) {
                all.forEach(e -> {
                    boolean unused = e.take(frame, null);
                });
                return;
            }
            Message<Object> asking = message.replyAddress() == null ? null : message;
            for (int i = 0; i < all.size(); i++) {
                turn = (turn + 1) % all.size();
                if (all.get(turn).take(frame, asking)) {
                    return;
                }
            }
            if (asking != null) {
                asking.fail(NOT_TAKEN, "no client that hears " + address + " can take the message");
            } else {
                custody.notTaken(message.headers().get(BusHeaders.ID));
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
