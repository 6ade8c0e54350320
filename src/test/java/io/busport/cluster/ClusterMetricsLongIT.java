package io.busport.cluster;

import static io.busport.cluster.LoopbackCluster.LIMIT;
import static io.busport.cluster.LoopbackCluster.awaitMembers;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.client.BusportClient;
import io.busport.client.SessionOptions;
import io.busport.testing.BusportProcess;
import io.busport.testing.Exposition;
import io.busport.testing.Verdict;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code /metrics} says of other gateways. */
@Timeout(240)
@ExtendWith(Verdict.class)
class ClusterMetricsLongIT {
    private final LoopbackCluster cluster = new LoopbackCluster();

    @Test
    void a_gateway_that_is_killed_leaves_its_sessions_and_one_copy_less() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (BusportProcess one = cluster.gateway(0).start();
                BusportProcess two = cluster.gateway(1).start()) {
            assertThat(two.port()).isPositive();
            awaitMembers(one, 2);
            await().atMost(LIMIT).untilAsserted(() -> {
                Exposition page = scrape(one);
                assertThat(page.value("busport_cluster_gateways")).isEqualTo(2);
                assertThat(page.value("busport_cluster_expected_gateways")).isEqualTo(2);
                assertThat(page.value("busport_cluster_copies")).isEqualTo(2);
                assertThat(page.value("busport_cluster_canary_up")).isEqualTo(1);
                assertThat(page.value("busport_cluster_canary_round_trip_seconds"))
                        .isPositive();
            });
            assertThat(scrape(one).value("busport_cluster_wanted_copies")).isEqualTo(2);
            assertRehearsed(one, two);
            assertThat(scrape(one).value("busport_cluster_minority")).isZero();

            BusportClient client = BusportClient.connect(
                            vertx, SessionOptions.of("127.0.0.1:" + two.port(), "127.0.0.1:" + one.port()))
                    .await(20, SECONDS);
            boolean atTwo = scrape(two).value("busport_sessions", "state", "attached") == 1;
            BusportProcess dies = atTwo ? two : one;
            BusportProcess stays = atTwo ? one : two;
            dies.kill();
            await().atMost(LIMIT).untilAsserted(() -> {
                Exposition page = scrape(stays);
                assertThat(page.value("busport_cluster_gateways")).isEqualTo(1);
                assertThat(page.value("busport_cluster_copies")).isEqualTo(1);
                assertThat(page.value("busport_cluster_sessions_moved_total", "how", "adopted"))
                        .isEqualTo(1);
                assertThat(page.value("busport_sessions_resumed_total")).isEqualTo(1);
                assertThat(page.value("busport_session_away_seconds_count")).isEqualTo(1);
            });
            // Of the session that was nobody's there is nothing to be taken over.
            assertThat(stays.err()).noneMatch(line -> line.contains("rehearsal-"));
            client.close().await(20, SECONDS);
        } finally {
            var unused = vertx.close().await(20, SECONDS);
        }
    }

    /** Before they were ready; the first of them had nobody to do it with. Nothing is left of it, and nothing counts it. */
    private static void assertRehearsed(BusportProcess one, BusportProcess two) {
        assertThat(Stream.of(one, two).flatMap(gateway -> gateway.err().stream()))
                .anyMatch(line -> line.contains("Rehearsed moving a session "))
                .noneMatch(line -> line.contains("it failed"));
        for (BusportProcess gateway : List.of(one, two)) {
            Exposition page = scrape(gateway);
            assertThat(page.value("busport_cluster_sessions_moved_total", "how", "brought"))
                    .isZero();
            assertThat(page.value("busport_sessions", "state", "detached")).isZero();
        }
    }

    private static Exposition scrape(BusportProcess gateway) {
        return Exposition.of(gateway.admin().get("/metrics").body());
    }
}
