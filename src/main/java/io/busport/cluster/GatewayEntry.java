package io.busport.cluster;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway says of itself to the others.
 *
 * @param leaving it goes on purpose: nobody is to miss it, and nothing new is to be given to it
 * @param advertise {@code host:port} for clients, null when they cannot choose it
 */
public record GatewayEntry(boolean leaving, @Nullable String advertise) {
    static GatewayEntry parse(String json) {
        JsonObject o = new JsonObject(json);
        return new GatewayEntry("leaving".equals(o.getString("state")), o.getString("advertise"));
    }

    String encode() {
        JsonObject o = new JsonObject().put("state", leaving ? "leaving" : "up");
        return (advertise == null ? o : o.put("advertise", advertise)).encode();
    }
}
