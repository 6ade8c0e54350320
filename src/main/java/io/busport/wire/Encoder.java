package io.busport.wire;

import io.vertx.core.buffer.Buffer;

/**
 * Frames to bytes. One for all connections of an event loop that speak a dialect: what is published to many of them is written once and
 * copied for the others.
 */
public interface Encoder {
    /** Appends what is said once, before the first frame of a connection. */
    default void begin(Buffer out) {}

    /**
     * Appends a whole frame, or nothing.
     *
     * @throws WireException not fatal, when the dialect cannot write the body
     */
    void encode(Frame frame, Buffer out) throws WireException;

    /** The bytes of a frame with a long body, when they can be told without writing it; otherwise 0. */
    int sizeOf(Frame frame);
}
