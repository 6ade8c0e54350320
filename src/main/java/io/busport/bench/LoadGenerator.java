package io.busport.bench;

import io.busport.client.Access;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Runs a load, with as many event loops as it asks for. */
public final class LoadGenerator {
    /** Between the last connection and the first request, so that all loops begin together. */
    private static final long RUN_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private LoadGenerator() {}

    /**
     * Runs a load to its end. A server that does not accept fails it; what it answers is in the report.
     *
     * @param progress is told now and then, by any of the loops, how many answers have come since
     */
    public static Future<LoadReport> run(Load load, LongConsumer progress) {
        return run(load, Access.OPEN, progress);
    }

    /** As above, with a server that does not let everybody in. */
    public static Future<LoadReport> run(Load load, Access access, LongConsumer progress) {
        return run(load, access, PATIENCE, progress);
    }

    /** @param patience how long answers may take after the last request */
    static Future<LoadReport> run(Load load, Access access, Duration patience, LongConsumer progress) {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(load.threads()));
        return run(vertx, load, access, patience, progress).eventually(vertx::close);
    }

    private static Future<LoadReport> run(
            Vertx vertx, Load load, Access access, Duration patience, LongConsumer progress) {
        List<LoadVerticle> verticles = new ArrayList<>();
        List<Future<String>> started = new ArrayList<>();
        for (int i = 0; i < load.threads(); i++) {
            LoadVerticle verticle = new LoadVerticle(load.share(i), access, patience, progress);
            verticles.add(verticle);
            started.add(vertx.deployVerticle(verticle));
        }
        return Future.all(started).compose(v -> {
            long start = System.nanoTime() + RUN_UP_NANOS;
            List<Future<Tally>> tallies =
                    verticles.stream().map(verticle -> verticle.run(start)).toList();
            return Future.all(tallies).map(all -> {
                Tally sum = tallies.get(0).result();
                tallies.stream().skip(1).forEach(t -> sum.add(t.result()));
                return new LoadReport(load, sum);
            });
        });
    }
}
