package io.busport.client.text;

import io.vertx.core.json.JsonObject;

/**
 * Something that happened to a client's connection.
 *
 * @param kind what
 * @param endpoint the gateway's address, {@code host:port}; empty when there is none
 * @param reason why, in words; empty when nothing is to be said
 * @param unanswered messages that had been sent and had no answer at that moment
 */
public record TextClientEvent(Kind kind, String endpoint, String reason, int unanswered) {
    public enum Kind {
        /** The connection stands. */
        CONNECTED,
        /** It is gone; another one is being tried. */
        LOST,
        /** No address could be reached; tried again later. */
        UNREACHABLE,
        /** The gateway has said why it is about to close the connection. */
        DISMISSED
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("kind", kind.name())
                .put("endpoint", endpoint)
                .put("reason", reason)
                .put("unanswered", unanswered);
    }

    public static TextClientEvent fromJson(JsonObject json) {
        return new TextClientEvent(
                Kind.valueOf(json.getString("kind")),
                json.getString("endpoint"),
                json.getString("reason"),
                json.getInteger("unanswered"));
    }
}
