package io.busport.readme;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.cluster.infinispan.InfinispanClusterManager;
import java.time.Instant;

/** The program that docs/cluster.md shows: it knows Vert.x, and nothing of Busport. */
public final class ClockProgram {
    private ClockProgram() {}

    public static void main(String[] args) {
        VertxOptions options = new VertxOptions();
        // What gateways reach this program at: without it Vert.x would ask an Infinispan that is no more.
        options.getEventBusOptions().setHost(args[0]).setPort(Integer.parseInt(args[1]));
        Vertx vertx = Vertx.builder()
                .with(options)
                .withClusterManager(new InfinispanClusterManager())
                .buildClustered()
                .await();
        vertx.eventBus()
                .consumer("demo.clock", question -> question.reply(Instant.now().toString()))
                .completion()
                .await();
        System.out.println("Serving demo.clock");
    }
}
