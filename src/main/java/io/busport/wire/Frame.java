package io.busport.wire;

import org.jspecify.annotations.Nullable;

/** One unit on the wire, independent of the dialect that writes it. */
public sealed interface Frame {

    /**
     * Client to gateway: a message that wants an answer.
     *
     * @param address the event bus address
     * @param body a text; other dialects may bring more kinds
     * @param size bytes it took on the wire, for the limits
     */
    record Send(String address, Object body, int size) implements Frame {}

    /**
     * Gateway to client: an answer, or what was published to an address the connection hears.
     *
     * @param address where it was sent to
     * @param body as the event bus carried it, null included
     */
    record Message(String address, @Nullable Object body) implements Frame {}

    /**
     * Gateway to client: what could not be done.
     *
     * @param code what kind of failure
     * @param message the sentence for the client, without the marks of a dialect
     */
    record Err(FailCode code, String message) implements Frame {}
}
