package io.busport.readme;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.Locale;

/** The service that the README shows. */
public final class ShoutVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        return vertx.eventBus().<String>consumer("messages", this::shout).completion();
    }

    private void shout(Message<String> message) {
        if (message.body().isBlank()) {
            message.fail(42, "nothing to shout");
        } else {
            message.reply(message.body().toUpperCase(Locale.ROOT) + "!");
        }
    }
}
