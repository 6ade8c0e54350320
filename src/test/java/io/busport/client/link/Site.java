package io.busport.client.link;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.busport.client.ClientVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/** A private site: an event bus of its own, and links. */
final class Site implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Queue<JsonObject> events = new ConcurrentLinkedQueue<>();

    Site() {
        var unused = vertx.eventBus().<JsonObject>localConsumer(ClientVerticle.EVENTS, e -> events.add(e.body()));
    }

    /**
     * Deploys a link.
     *
     * @param json keys of its configuration beside {@code to}
     * @return its deployment
     */
    String link(int port, String json) {
        JsonObject config = new JsonObject(json).put("to", new JsonArray().add("127.0.0.1:" + port));
        try {
            return vertx.deployVerticle(ClientVerticle.class.getName(), new DeploymentOptions().setConfig(config))
                    .await(20, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    void unlink(String deployment) {
        try {
            vertx.undeploy(deployment).await(30, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    EventBus bus() {
        return vertx.eventBus();
    }

    List<JsonObject> events(String kind) {
        return events.stream().filter(e -> e.getString("kind").equals(kind)).toList();
    }

    @Override
    public void close() {
        try {
            vertx.close().await(30, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
