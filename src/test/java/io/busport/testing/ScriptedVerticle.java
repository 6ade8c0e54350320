package io.busport.testing;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.TimeUnit;

/**
 * A user's own service, named in the configuration in place of the echo. It does what a message tells it to:
 *
 * <pre>
 *   fail 42 out of stock     fails with that code and text
 *   silent                   never answers
 *   after 300 text           answers text after 300 ms
 *   big 65536                answers that many characters
 *   publish 800 65536 5      publishes so many messages of so many characters on broadcast, one every 5 ms
 *   headers                  answers the message's headers
 *   anything else            you said: anything else
 * </pre>
 */
public final class ScriptedVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<String>consumer(config().getString("address", "messages"), this::obey)
                .completion();
    }

    private void obey(Message<String> message) {
        String[] words = message.body().split(" ", 3);
        switch (words[0]) {
            case "fail" -> message.fail(Integer.parseInt(words[1]), words[2]);
            case "silent" -> {}
            case "after" -> {
                var unused = vertx.timer(Long.parseLong(words[1]), TimeUnit.MILLISECONDS)
                        .onSuccess(v -> message.reply(words[2]));
            }
            case "big" -> message.reply("x".repeat(Integer.parseInt(words[1])));
            case "publish" -> {
                String[] numbers = words[2].split(" ");
                publish(
                        Integer.parseInt(words[1]),
                        "y".repeat(Integer.parseInt(numbers[0])),
                        Integer.parseInt(numbers[1]));
                message.reply("publishing");
            }
            case "headers" -> {
                StringBuilder all = new StringBuilder();
                message.headers()
                        .forEach((k, v) -> all.append(k).append('=').append(v).append(' '));
                message.reply(all.toString().strip());
            }
            default -> message.reply("you said: " + message.body());
        }
    }

    private void publish(int count, String body, long everyMillis) {
        int[] left = {count};
        long unused = vertx.setPeriodic(everyMillis, timer -> {
            var unused2 = vertx.eventBus().publish("broadcast", body);
            if (--left[0] == 0) {
                boolean unused3 = vertx.cancelTimer(timer);
            }
        });
    }
}
