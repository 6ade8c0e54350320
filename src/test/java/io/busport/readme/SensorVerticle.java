package io.busport.readme;

import io.busport.client.BusportClient;
import io.busport.client.SessionOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/** The client of the README. */
public final class SensorVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        SessionOptions options = SessionOptions.of(config().getString("gateway", "203.0.113.1:30800"))
                .name("sensor-7")
                .onEvent(event -> System.err.println(event.text()));
        return BusportClient.connect(vertx, options)
                .compose(client -> client.subscribe("demo.commands", command -> command.reply("done"))
                        .onSuccess(v -> vertx.setPeriodic(1000, t -> measure(client))));
    }

    private void measure(BusportClient client) {
        client.publish("demo.temperature", new JsonObject().put("celsius", 21.5))
                .onFailure(e -> System.err.println("not taken: " + e.getMessage()));
    }
}
