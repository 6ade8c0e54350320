package io.busport.cli;

import io.busport.cluster.Engine;
import io.busport.config.BusportConfig;
import io.busport.config.ClusterConfig;
import io.busport.config.ConfigLoader;
import io.busport.config.Environment;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.transport.Transport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds the Vert.x of a gateway. Whether it is clustered is said by the configuration, which takes a Vert.x to read: the first one is kept
 * when it is the right one already.
 */
final class GatewayBuilder implements VertxBuilder {
    private static final int PING_MILLIS = 5000;
    private static final int CONNECT_MILLIS = 2000;

    private final VertxBuilder first = Vertx.builder();
    private VertxOptions options;
    private final @Nullable String file;
    private final JsonObject last;
    private final Consumer<Engine> started;

    /**
     * @param file as {@link ConfigLoader} takes it
     * @param last a tree that wins over every other source
     * @param started called when the gateway is one of a cluster
     */
    GatewayBuilder(VertxOptions options, @Nullable String file, JsonObject last, Consumer<Engine> started) {
        this.options = options;
        this.file = file;
        this.last = last;
        this.started = started;
    }

    @Override
    public Future<Vertx> buildClustered() {
        Vertx vertx = build();
        return new ConfigLoader(vertx, Environment.ofProcess())
                .load(file, last)
                .map(BusportConfig::cluster)
                // The main verticle meets the same problems, and says them.
                .otherwiseEmpty()
                .compose(config ->
                        config == null || !config.enabled() ? Future.succeededFuture(vertx) : join(vertx, config));
    }

    private Future<Vertx> join(Vertx reader, ClusterConfig config) {
        // Neither on a thread of the reader's nor on one of its contexts: it is closed when this is done.
        Promise<Engine> joined = Promise.promise();
        new Thread(
                        () -> {
                            try {
                                joined.complete(Engine.start(config));
                            } catch (RuntimeException e) {
                                joined.fail(e);
                            }
                        },
                        "busport-cluster-start")
                .start();
        return joined.future()
                .compose(engine -> {
                    started.accept(engine);
                    return clustered(engine, config);
                })
                .onComplete(result -> {
                    var unused = reader.close();
                });
    }

    private Future<Vertx> clustered(Engine engine, ClusterConfig config) {
        options.getEventBusOptions()
                .setHost(engine.host())
                .setPort(config.busPort())
                .setConnectTimeout(CONNECT_MILLIS)
                .setClusterPingInterval(PING_MILLIS)
                .setClusterPingReplyInterval(PING_MILLIS);
        return Vertx.builder()
                .with(options)
                .withClusterManager(engine.clusterManager())
                .buildClustered()
                .recover(e -> Future.failedFuture(new IllegalStateException(
                        "cluster.busPort: cannot listen on " + engine.host() + ":" + config.busPort() + ": "
                                + e.getMessage() + " (expected: an address of this machine with a free port)",
                        e)));
    }

    @Override
    public Vertx build() {
        return first.with(options).build();
    }

    @Override
    public VertxBuilder with(VertxOptions options) {
        this.options = options;
        return this;
    }

    @Override
    public VertxBuilder withMetrics(VertxMetricsFactory factory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public VertxBuilder withTracer(VertxTracerFactory factory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public VertxBuilder withTransport(Transport transport) {
        throw new UnsupportedOperationException();
    }

    @Override
    public VertxBuilder withClusterManager(io.vertx.core.spi.cluster.ClusterManager clusterManager) {
        throw new UnsupportedOperationException();
    }
}
