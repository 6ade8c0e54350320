package io.busport.client.link;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.busport.client.ClientVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
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

    /** Deploys a link, and returns its deployment. The text is keys of its configuration beside {@code to}. */
    String link(int port, String json) {
        JsonObject config = new JsonObject(json).put("to", new JsonArray().add("127.0.0.1:" + port));
        return wait(vertx.deployVerticle(ClientVerticle.class.getName(), new DeploymentOptions().setConfig(config)));
    }

    void unlink(String deployment) {
        var unused = wait(vertx.undeploy(deployment));
    }

    static <T> T wait(Future<T> future) {
        try {
            return future.await(30, SECONDS);
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
        var unused = wait(vertx.close());
    }
}
