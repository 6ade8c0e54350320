package io.busport.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.config.BusportConfig;
import io.busport.testing.FreePorts;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.infinispan.multimap.impl.Bucket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Engines and their event buses, three in one process. */
@Timeout(180)
class GatewayClusterManagerIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ADDRESSES = 30;

    private final List<Integer> ports = FreePorts.withDistances(3, 100, 200);
    private final List<Engine> engines = new ArrayList<>();
    private final List<Vertx> buses = new ArrayList<>();

    @AfterEach
    void close() throws TimeoutException {
        for (Vertx bus : buses) {
            bus.close().await(20, SECONDS);
        }
        engines.forEach(Engine::stop);
    }

    @Test
    void registrations_of_a_node_that_is_gone_are_deleted() throws TimeoutException {
        for (int i = 0; i < 3; i++) {
            start(i);
        }
        register(2);
        assertThat(entries(0)).isEqualTo(ADDRESSES);
        engines.remove(2).stop();
        // It cannot leave what is not there any more.
        var unused = buses.remove(2).close();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(entries(0)).isZero());
        assertThat(entries(1)).isZero();
        assertThat(engines.get(0).membership().minority()).isFalse();
        assertThat(engines.get(0).membership().expected()).isEqualTo(2);
    }

    /** Or a fence that asks those who are there would find that all of them have a message, and one more had it. */
    @Test
    void a_loss_is_told_before_the_membership_shows_it() throws TimeoutException {
        for (int i = 0; i < 3; i++) {
            start(i);
        }
        Membership membership = engines.get(0).membership();
        String leaves = engines.get(2).node();
        await().atMost(LIMIT).until(() -> membership.view().contains(leaves));
        List<Boolean> stillThere = new CopyOnWriteArrayList<>();
        membership.watch(new Membership.Watcher() {
            @Override
            public void losing() {
                stillThere.add(membership.view().contains(leaves));
            }
        });
        engines.remove(2).stop();
        var unused = buses.remove(2).close();
        await().atMost(LIMIT).until(() -> !membership.view().contains(leaves));
        assertThat(stillThere).containsExactly(true);
    }

    @Test
    void what_others_have_deleted_is_registered_again() throws TimeoutException {
        for (int i = 0; i < 2; i++) {
            start(i);
        }
        register(1);
        engines.get(0).cache("__vertx.subs").clear();
        engines.get(0).cache("__vertx.nodeInfo").clear();
        assertThat(entries(1)).isZero();
        engines.forEach(e -> e.clusterManager().repeat());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(entries(0)).isEqualTo(ADDRESSES));
        engines.get(1).clusterManager().repeat();
        assertThat(registrations(0, "demo.0")).hasSize(1);
        engines.get(0).clusterManager().refreshRoutes(List.of("demo.0")).await(20, SECONDS);
        assertThat(buses.get(0)
                        .eventBus()
                        .request("demo.0", "x")
                        .await(20, SECONDS)
                        .body())
                .isEqualTo("x");
    }

    @Test
    void an_address_that_was_nowhere_is_routed_once_routes_are_refreshed() throws TimeoutException {
        for (int i = 0; i < 2; i++) {
            start(i);
        }
        for (int i = 0; i < ADDRESSES; i++) {
            String address = "demo.again." + i;
            var unused = buses.get(0).eventBus().send(address, "nobody is there yet");
            buses.get(1)
                    .eventBus()
                    .consumer(address, m -> m.reply(m.body()))
                    .completion()
                    .await(20, SECONDS);
            engines.get(0).clusterManager().refreshRoutes(List.of(address)).await(20, SECONDS);
            assertThat(buses.get(0)
                            .eventBus()
                            .request(address, "x")
                            .await(20, SECONDS)
                            .body())
                    .isEqualTo("x");
        }
    }

    private void start(int index) throws TimeoutException {
        JsonArray members = new JsonArray();
        ports.forEach(p -> members.add("127.0.0.1:" + p));
        JsonObject cluster = new JsonObject()
                .put("host", "127.0.0.1")
                .put("port", ports.get(index))
                .put("members", members);
        Engine engine = Engine.start(
                BusportConfig.from(new JsonObject().put("cluster", cluster)).cluster());
        engines.add(engine);
        var unused = engine.membership().announce().join();
        VertxOptions options = new VertxOptions();
        options.getEventBusOptions().setHost("127.0.0.1").setPort(ports.get(index) + 200);
        buses.add(Vertx.builder()
                .with(options)
                .withClusterManager(engine.clusterManager())
                .buildClustered()
                .await(30, SECONDS));
    }

    private void register(int index) throws TimeoutException {
        for (int i = 0; i < ADDRESSES; i++) {
            buses.get(index)
                    .eventBus()
                    .consumer("demo." + i, m -> m.reply(m.body()))
                    .completion()
                    .await(20, SECONDS);
        }
    }

    /** Addresses that the cluster knows, as this node has them. */
    private long entries(int index) {
        Map<String, Bucket<byte[]>> table = engines.get(index).cache("__vertx.subs");
        return table.keySet().stream().filter(a -> a.startsWith("demo.")).count();
    }

    private List<RegistrationInfo> registrations(int index, String address) throws TimeoutException {
        Promise<List<RegistrationInfo>> promise = Promise.promise();
        engines.get(index).clusterManager().getRegistrations(address, promise);
        return promise.future().await(20, SECONDS);
    }
}
