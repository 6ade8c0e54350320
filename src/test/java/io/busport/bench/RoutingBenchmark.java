package io.busport.bench;

import io.busport.config.PermissionsConfig;
import io.busport.ops.metrics.TrafficCounts;
import io.busport.routing.BusLoop;
import io.busport.routing.Custody;
import io.busport.routing.LivePermissions;
import io.busport.routing.Neighbours;
import io.busport.routing.Permissions;
import io.busport.session.Router;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Routing's share of an echo, rules included: requests through the event bus to a service on the same loop, as many open as a busy
 * gateway has. Time for one request and its answer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {
    private static final int OPEN = 2048;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Param({"bytes", "text", "json"})
    String body = "";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final ContextInternal loop = ((VertxInternal) vertx).createEventLoopContext();
    private final Promise<Router> client = Promise.promise();

    @Setup
    public void serve() {
        loop.runOnContext(v -> {
            var unused = vertx.eventBus().consumer("messages", m -> m.reply(m.body()));
            PermissionsConfig.Rule rule = new PermissionsConfig.Rule("messages", null, new JsonObject(), null);
            LivePermissions permissions =
                    new LivePermissions(Permissions.of(new PermissionsConfig(List.of(rule), List.of())));
            client.complete(new BusLoop(
                            vertx,
                            loop,
                            new BusLoop.Timeouts(TIMEOUT, TIMEOUT),
                            permissions,
                            new Custody(),
                            Neighbours.none(Future::succeededFuture),
                            new TrafficCounts())
                    .forFrames(Router.Origin.of("c-1", "203.0.113.7:51112")));
        });
        client.future().await();
    }

    @TearDown
    public void close() {
        vertx.close().await();
    }

    @Benchmark
    @OperationsPerInvocation(OPEN)
    public void request() {
        Promise<Void> all = Promise.promise();
        loop.runOnContext(v -> {
            int[] left = {OPEN};
            for (int i = 0; i < OPEN; i++) {
                client.future().result().request(Frame.Send.of("messages", newBody(), 128), 0, (answer, asker) -> {
                    if (--left[0] == 0) {
                        all.complete();
                    }
                });
            }
        });
        all.future().await();
    }

    private Object newBody() {
        return switch (body) {
            case "bytes" -> Buffer.buffer(new byte[128]);
            case "json" -> new JsonObject().put("a", 1).put("b", "x".repeat(100));
            default -> "x".repeat(128);
        };
    }
}
