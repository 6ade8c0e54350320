package io.busport.sessions;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/** Publishes, when asked, so many texts of one KiB to each of many addresses: {@code demo.s.00000}, {@code demo.s.00001}… */
public final class FillVerticle extends VerticleBase {
    static final String ADDRESS = "demo.fill";
    /** Addresses of one turn: the loops that hear them shall keep up. */
    private static final int AT_ONCE = 20;

    @Override
    public Future<?> start() {
        return vertx.eventBus().<JsonObject>consumer(ADDRESS, this::fill).completion();
    }

    private void fill(Message<JsonObject> order) {
        fill(order, 0);
    }

    private void fill(Message<JsonObject> order, int from) {
        int addresses = order.body().getInteger("addresses");
        int to = Math.min(addresses, from + AT_ONCE);
        for (int i = from; i < to; i++) {
            for (int k = 0; k < order.body().getInteger("messages"); k++) {
                vertx.eventBus().publish(address(i), "x".repeat(1024 - 4) + String.format("%04d", k));
            }
        }
        if (to == addresses) {
            order.reply(addresses);
        } else {
            vertx.setTimer(5, t -> fill(order, to));
        }
    }

    static String address(int i) {
        return String.format("demo.s.%05d", i);
    }
}
