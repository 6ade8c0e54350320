package io.busport.client;

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
}
