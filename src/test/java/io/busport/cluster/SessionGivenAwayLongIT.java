package io.busport.cluster;

import static io.busport.cluster.LoopbackCluster.LIMIT;
import static io.busport.cluster.LoopbackCluster.awaitMembers;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.config.BusportConfig;
import io.busport.testing.BusportProcess;
import io.busport.testing.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that drains gives its sessions away, while their clients may be faster; said here by a member of the cluster that is no gateway. */
@Timeout(120)
@ExtendWith(Verdict.class)
class SessionGivenAwayLongIT {
    private final LoopbackCluster cluster = new LoopbackCluster();

    @Test
    void it_is_taken_from_the_gateway_that_gives_it_away_and_from_nobody_else() throws TimeoutException {
        try (BusportProcess one = cluster.gateway(0).start();
                BusportProcess two = cluster.gateway(1).start()) {
            awaitMembers(one, 2);
            awaitMembers(two, 2);
            String nodeOne = nodeOf(one);
            String nodeTwo = nodeOf(two);
            Engine engine = Engine.start(BusportConfig.from(new JsonObject().put("cluster", member()))
                    .cluster());
            try (BusportProcess client = BusportProcess.command(
                            "subscribe", "broadcast", "--to", "127.0.0.1:" + one.port())
                    .start()) {
                Vertx bus = bus(engine);
                await().atMost(LIMIT).until(() -> sessions(one).size() == 1 && client.isAlive());
                String session = sessions(one).get(0);
                take(bus, nodeTwo, session, nodeTwo);
                assertThat(sessions(one))
                        .as("it is not at the one that gives it away")
                        .containsExactly(session);
                assertThat(sessions(two)).isEmpty();
                take(bus, nodeTwo, session, nodeOne);
                await().atMost(LIMIT).until(() -> sessions(two).contains(session));
                bus.close().await(20, SECONDS);
            } finally {
                engine.stop();
            }
        }
    }

    private static void take(Vertx bus, String by, String session, String from) throws TimeoutException {
        JsonObject what =
                new JsonObject().put("sessions", new JsonArray().add(session)).put("from", from);
        bus.eventBus()
                .request("busport.gateway." + by, what, new DeliveryOptions().addHeader("busport-op", "take"))
                .await(30, SECONDS);
    }

    private static List<String> sessions(BusportProcess gateway) {
        return new JsonArray(gateway.admin().get("/sessions").body())
                .stream().map(s -> ((JsonObject) s).getString("id")).toList();
    }

    private static String nodeOf(BusportProcess gateway) {
        return gateway.err().stream()
                .filter(line -> line.contains("Joined as "))
                .map(line -> line.replaceAll(".*Joined as ([^,]+),.*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    private JsonObject member() {
        JsonArray members = new JsonArray().add("127.0.0.1:" + cluster.port(0)).add("127.0.0.1:" + cluster.port(1));
        return new JsonObject()
                .put("host", "127.0.0.1")
                .put("port", cluster.port(2))
                .put("members", members);
    }

    private Vertx bus(Engine engine) throws TimeoutException {
        VertxOptions options = new VertxOptions();
        options.getEventBusOptions().setHost("127.0.0.1").setPort(cluster.port(2) + 200);
        return Vertx.builder()
                .with(options)
                .withClusterManager(engine.clusterManager())
                .buildClustered()
                .await(30, SECONDS);
    }
}
