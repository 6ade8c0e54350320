package io.busport.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.busport.MainVerticle;
import io.busport.config.Environment;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A gateway in this process, on free ports, whose event bus the test can reach. */
public final class LocalGateway implements AutoCloseable {
    private static final String QUICK = """
            {"listen": {"host": "127.0.0.1", "port": 0}, "admin": {"port": 0}, "log": {"received": false, "level": "error"},
             "drain": {"timeout": "2s"}}""";

    private final Vertx vertx;
    private final MainVerticle main = new MainVerticle(null, new Environment(Map.of()));

    /** @param json keys of the configuration that differ from the default */
    public LocalGateway(String json) {
        this(json, VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
    }

    /** @param loops event loops that the whole gateway has */
    public LocalGateway(String json, int loops) {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        JsonObject config = new JsonObject(QUICK).mergeIn(new JsonObject(json), true);
        try {
            var unused = vertx.deployVerticle(main, new DeploymentOptions().setConfig(config))
                    .await(20, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    public TextSocket connect() {
        return new TextSocket(main.port());
    }

    public int port() {
        return main.port();
    }

    public int adminPort() {
        return main.adminPort();
    }

    public AdminClient admin() {
        return new AdminClient(adminPort());
    }

    public Vertx vertx() {
        return vertx;
    }

    public EventBus bus() {
        return vertx.eventBus();
    }

    @Override
    public void close() {
        try {
            vertx.close().await(20, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
