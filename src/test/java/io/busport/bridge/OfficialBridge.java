package io.busport.bridge;

import static java.util.concurrent.TimeUnit.SECONDS;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.busport.testing.BridgeSocket;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.eventbus.bridge.tcp.TcpEventBusBridge;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** The official bridge, {@code io.vertx:vertx-tcp-eventbus-bridge}. */
final class OfficialBridge implements Bridge {
    private final Vertx vertx = Vertx.vertx();
    private final Duration patience;
    private final int port;

    /** @param config of a gateway; its permissions are taken over, of the rest the official bridge knows nothing */
    OfficialBridge(JsonObject config, Duration patience) {
        // It is asked for its faults here, and would fill the log with them.
        ((Logger) LoggerFactory.getLogger("io.vertx.ext.eventbus.bridge")).setLevel(Level.OFF);
        Vertx unused = vertx.exceptionHandler(e -> {});
        this.patience = patience;
        JsonObject permissions = config.getJsonObject("permissions", new JsonObject());
        BridgeOptions options = new BridgeOptions();
        rules(permissions, "inbound").forEach(options::addInboundPermitted);
        rules(permissions, "outbound").forEach(options::addOutboundPermitted);
        try {
            this.port = actualPort(TcpEventBusBridge.create(vertx, options)
                    .listen(SocketAddress.inetSocketAddress(0, "127.0.0.1"))
                    .await(20, SECONDS));
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<PermittedOptions> rules(JsonObject permissions, String direction) {
        return permissions.getJsonArray(direction, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(PermittedOptions::new);
    }

    /** The bridge does not tell which port it got; its server does. */
    private static int actualPort(TcpEventBusBridge bridge) {
        try {
            Field server = bridge.getClass().getDeclaredField("server");
            server.setAccessible(true);
            return ((NetServer) server.get(bridge)).actualPort();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("not the bridge it was", e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public EventBus bus() {
        return vertx.eventBus();
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public String closeReason(BridgeSocket client) {
        throw new AssertionError("the official bridge tells nobody why a connection ended");
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
