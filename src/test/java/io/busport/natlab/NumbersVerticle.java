package io.busport.natlab;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/** A plain publisher, as a user's service is one: numbers to {@code demo.numbers}, twenty a second, to whoever hears it. */
public final class NumbersVerticle extends VerticleBase {
    static final String ADDRESS = "demo.numbers";
    /** Whom the numbers are from. */
    static final String NAME = "plain";

    private static final int PERIOD_MILLIS = 50;

    private long last;

    @Override
    public Future<?> start() {
        var unused = vertx.setPeriodic(PERIOD_MILLIS, timer -> {
            last++;
            var body = new JsonObject().put("from", NAME).put("i", last).put("t", System.currentTimeMillis());
            var unusedToo = vertx.eventBus().publish(ADDRESS, body);
        });
        return Future.succeededFuture();
    }
}
