package io.busport.client;

import io.busport.wire.SessionFrames.Guarantee;
import io.busport.wire.SessionFrames.Slow;
import io.busport.wire.SessionFrames.Welcome;
import io.vertx.core.json.JsonObject;

/**
 * Something that happened to a session or its connection.
 *
 * @param details for programs
 * @param text a sentence for people
 */
public record SessionEvent(Kind kind, JsonObject details, String text) {
    public enum Kind {
        /** A new session. */
        CONNECTED,
        /** The session goes on over a new connection, and nothing is missing. */
        RESUMED,
        /** The old session is lost; a new one has taken its place. {@code maybeTwice} frames may be done twice. */
        FRESH,
        /** The session goes on, and a {@link #GAP} says what is missing. */
        PARTIAL,
        /** Messages could not be kept for this client. */
        GAP,
        /** The client does not keep up. */
        SLOW,
        /** What the gateways promise for what the session is owed has changed. */
        GUARANTEE,
        /** The gateway sees the client at another address than before. */
        REBOUND,
        /** A connection ended; another is being made. */
        LOST,
        /** No address could be reached; tried again later. */
        UNREACHABLE,
        /** The gateway asks to connect elsewhere, which is being done. */
        GOAWAY,
        /** Another process has taken the session; the client stops. */
        MOVED,
        /** The client stops, for a reason that trying again would not change. */
        FAILED,
        /** The end that the program asked for. */
        CLOSED
    }

    /** What a welcome says. */
    static SessionEvent of(Kind kind, Welcome welcome, String text, int again, int maybeTwice) {
        return new SessionEvent(
                kind,
                new JsonObject()
                        .put("session", welcome.session())
                        .put("name", welcome.name())
                        .put("epoch", welcome.epoch())
                        .put("gateway", welcome.gateway())
                        .put("guarantee", welcome.guarantee())
                        .put("replay", welcome.replay())
                        .put("again", again)
                        .put("maybeTwice", maybeTwice),
                text);
    }

    static SessionEvent of(Guarantee now) {
        return new SessionEvent(
                Kind.GUARANTEE, new JsonObject().put("guarantee", now.guarantee()), "now " + now.guarantee());
    }

    static SessionEvent of(Slow slow) {
        return new SessionEvent(
                Kind.SLOW,
                new JsonObject()
                        .put("messages", slow.messages())
                        .put("bytes", slow.bytes())
                        .put("age", slow.ageMillis())
                        .put("policy", slow.policy()),
                slow.messages() + " messages wait for this client; at "
                        + slow.limit().messages() + ": " + slow.policy());
    }
}
