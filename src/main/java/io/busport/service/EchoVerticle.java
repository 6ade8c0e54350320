package io.busport.service;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;

/**
 * Answers every message with itself, so that a gateway without a service of its own shows that the whole way works.
 *
 * <p>To replace it, name another verticle under {@code services:} in {@code conf/busport.yaml}. Its deployment configuration:
 * {@code address}, where it listens ({@code messages}).
 */
public final class EchoVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        String address = config().getString("address", "messages");
        return vertx.eventBus().consumer(address, EchoVerticle::echo).completion();
    }

    private static void echo(Message<Object> message) {
        message.reply(message.body());
    }
}
