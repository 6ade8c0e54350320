package io.busport.client.link;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** A codec of a program's own, as Vert.x developers register for their classes: such bodies live on one bus only. */
final class Local {
    private Local() {}

    static <T> void register(EventBus bus, Class<T> type) {
        var unused = bus.registerDefaultCodec(type, new MessageCodec<T, T>() {
            @Override
            public void encodeToWire(Buffer buffer, T body) {
                throw new UnsupportedOperationException();
            }

            @Override
            public T decodeFromWire(int pos, Buffer buffer) {
                throw new UnsupportedOperationException();
            }

            @Override
            public T transform(T body) {
                return body;
            }

            @Override
            public String name() {
                return type.getName();
            }

            @Override
            public byte systemCodecID() {
                return -1;
            }
        });
    }
}
