package io.busport.bridge;

import io.busport.testing.BridgeSocket;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the official bridge does wrong and ours does not. JSON is written with {@code '} for {@code "}. */
@FaultOfTheOfficialBridge
@Timeout(60)
abstract class BridgeFaults {
    /** Every address is permitted, as far as a rule can. */
    static final String BROAD = """
            "permissions": {"inbound": [{"addressRegex": ".*"}], "outbound": [{"addressRegex": ".*"}]}""";

    /** Ours has all the time it needs. The official bridge is not waited for: it will not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration IMPATIENCE = Duration.ofMillis(100);

    /** Those of the class that runs. */
    private static final Map<Side, Bridge> BRIDGES = new EnumMap<>(Side.class);

    private static int tests;

    /** An address of the test's own: whoever was registered in the test before may not have gone yet. */
    final String topic = "topic." + ++tests;

    private final Side side;
    private final Bridge bridge;

    BridgeFaults(Side side, String config) {
        this.side = side;
        this.bridge = BRIDGES.computeIfAbsent(side, s -> start(config));
    }

    final Bridge start(String config) {
        Bridge started = side.start(new JsonObject(config), side == Side.OURS ? PATIENCE : IMPATIENCE);
        Services.install(started.bus());
        return started;
    }

    Side side() {
        return side;
    }

    Bridge bridge() {
        return bridge;
    }

    @BeforeEach
    void both_bridges_are_alive() {
        try (BridgeSocket client = new BridgeSocket(bridge.port())) {
            client.assertNothingButPong();
        }
    }

    @AfterAll
    static void stop() {
        BRIDGES.values().forEach(Bridge::close);
        BRIDGES.clear();
    }

    /** A client that hears an address. */
    static BridgeSocket subscriber(Bridge bridge, String address) {
        BridgeSocket client = bridge.connect();
        say(client, "{'type':'register','address':'" + address + "'}").assertNothingButPong();
        return client;
    }

    static BridgeSocket say(BridgeSocket client, String... frames) {
        for (String frame : frames) {
            var unused = client.send(Client.json(frame));
        }
        return client;
    }

    /** Somebody on the bus asks, and would wait for longer than any test. */
    static Future<Message<Object>> ask(Bridge bridge, String address) {
        return bridge.bus().request(address, "question", new DeliveryOptions().setSendTimeout(60_000));
    }
}
