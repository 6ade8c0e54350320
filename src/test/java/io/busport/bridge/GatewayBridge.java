package io.busport.bridge;

import io.busport.testing.BridgeSocket;
import io.busport.testing.LocalGateway;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A gateway of this project. */
final class GatewayBridge implements Bridge {
    private final LocalGateway gateway;
    private final Duration patience;

    GatewayBridge(JsonObject config, Duration patience) {
        this.gateway = new LocalGateway(config.encode());
        this.patience = patience;
    }

    @Override
    public int port() {
        return gateway.port();
    }

    @Override
    public EventBus bus() {
        return gateway.bus();
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public String closeReason(BridgeSocket client) {
        return gateway.admin().awaitCloseReason(client.socket());
    }

    @Override
    public void close() {
        gateway.close();
    }
}
