package io.busport;

import io.busport.connection.CloseReason;
import io.busport.connection.ConnectionEvents;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

/**
 * Publishes on {@value #ADDRESS} that connections come and go, for services that care who is there.
 *
 * <pre>
 *   {"event":"connected",   "connection":"a3f9-17","peer":"203.0.113.7:51112"}
 *   {"event":"disconnected","connection":"a3f9-17","peer":"203.0.113.7:51112","reason":"client-closed"}
 * </pre>
 */
final class BusEvents implements ConnectionEvents {
    static final String ADDRESS = "busport.events";

    private final EventBus bus;

    BusEvents(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public void connected(String connection, String observed) {
        publish(event("connected", connection, observed));
    }

    @Override
    public void disconnected(String connection, String observed, CloseReason reason) {
        publish(event("disconnected", connection, observed).put("reason", reason.label()));
    }

    private void publish(JsonObject event) {
        bus.publish(ADDRESS, event);
    }

    private static JsonObject event(String what, String connection, String observed) {
        return new JsonObject().put("event", what).put("connection", connection).put("peer", observed);
    }
}
