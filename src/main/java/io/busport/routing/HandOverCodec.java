package io.busport.routing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Gives a body to its one consumer as it is. The bus's own codecs copy JSON and buffers for each consumer, because the sender may go on
 * using them; a body that was made from the wire for one message has no other user.
 *
 * <p>Only for messages with one receiver, and only inside a process.
 */
final class HandOverCodec implements MessageCodec<Object, Object> {
    static final String NAME = "busport-hand-over";

    private HandOverCodec() {}

    /** Makes the codec known to a bus; a second gateway on the same bus finds it there. */
    static void register(EventBus bus) {
        try {
            var unused = bus.registerCodec(new HandOverCodec());
        } catch (IllegalStateException alreadyThere) {
            // What the bus says when the name is taken, and nobody else takes this one.
        }
    }

    @Override
    public Object transform(Object body) {
        return body;
    }

    @Override
    public void encodeToWire(Buffer buffer, Object body) {
        throw new UnsupportedOperationException("a body handed over never leaves the process");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("a body handed over never comes from another process");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1; // none of the bus's own
    }
}
