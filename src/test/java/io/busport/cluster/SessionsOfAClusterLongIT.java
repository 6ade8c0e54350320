package io.busport.cluster;

import static io.busport.cluster.LoopbackCluster.LIMIT;
import static io.busport.cluster.LoopbackCluster.awaitLog;
import static io.busport.cluster.LoopbackCluster.awaitMembers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.BusportProcess;
import io.busport.testing.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Publishers and subscribers in sessions, all at one of two gateways, and a judge who counts. Their gateway is killed, or asked to leave:
 * nothing is lost, doubled or out of order. With a kernel's NAT in between: {@code natlab}.
 */
@Timeout(180)
@ExtendWith(Verdict.class)
class SessionsOfAClusterLongIT {
    private final LoopbackCluster cluster = new LoopbackCluster();
    private BusportProcess theirs;
    private BusportProcess other;

    @BeforeEach
    void start() {
        theirs = cluster.gateway(0).start();
        other = cluster.gateway(1).start();
        awaitMembers(theirs, 2);
        awaitMembers(other, 2);
    }

    @AfterEach
    void stop() {
        theirs.close();
        other.close();
    }

    @Test
    void a_killed_gateway_takes_nothing_with_it() {
        try (BusportProcess proof = proof()) {
            awaitTalk(theirs);
            theirs.kill();
            JsonObject verdict = verdict(proof);
            assertWhole(verdict);
            assertThat(verdict.getLong("reconnects")).isPositive();
            awaitLog(other, "Took over ");
        }
    }

    @Test
    void a_gateway_that_leaves_hands_its_sessions_over() {
        try (BusportProcess proof = proof()) {
            awaitTalk(theirs);
            theirs.terminate();
            assertThat(theirs.awaitExit(LIMIT)).isZero();
            JsonObject verdict = verdict(proof);
            assertWhole(verdict);
            assertThat(verdict.getLong("gapsReported"))
                    .as("of a gateway that was not lost")
                    .isZero();
            awaitLog(other, "Brought here: ");
            assertThat(theirs.err()).anyMatch(line -> line.contains("Draining: asked "));
        }
    }

    @Test
    void clients_hear_when_there_is_one_place_less_to_keep_them_and_when_it_is_back() {
        try (BusportProcess client = BusportProcess.command(
                        "subscribe", "broadcast", "--to", "127.0.0.1:" + theirs.port())
                .start()) {
            await().atMost(LIMIT)
                    .until(() -> new JsonArray(theirs.admin().get("/sessions").body()).size() == 1);
            other.kill();
            awaitLog(client, "now copies 1/2, degraded");
            other = cluster.gateway(1).start();
            awaitLog(client, "now copies 2/2");
        }
    }

    private BusportProcess proof() {
        return BusportProcess.command(
                        "prove",
                        "127.0.0.1:" + theirs.port(),
                        "127.0.0.1:" + other.port(),
                        "--duration",
                        "7s",
                        "--quiet",
                        "5s",
                        "--json")
                .start();
    }

    /** All four are there, and both publishers talk. */
    private static void awaitTalk(BusportProcess gateway) {
        await().atMost(LIMIT).until(() -> {
            var sessions = new JsonArray(gateway.admin().get("/sessions").body());
            return sessions.size() == 4
                    && sessions.stream()
                                    .map(JsonObject.class::cast)
                                    .filter(session -> session.getLong("received") > 20)
                                    .count()
                            == 2;
        });
    }

    private static JsonObject verdict(BusportProcess proof) {
        int code = proof.awaitExit(Duration.ofSeconds(60));
        assertThat(code).as("%s", proof.err()).isZero();
        return new JsonObject(String.join("", proof.out()));
    }

    private static void assertWhole(JsonObject verdict) {
        assertThat(verdict.getBoolean("passes")).as("%s", verdict).isTrue();
        assertThat(verdict.getLong("lost")).isZero();
        assertThat(verdict.getLong("duplicated")).isZero();
        assertThat(verdict.getLong("reordered")).isZero();
        assertThat(verdict.getLong("delivered"))
                .isEqualTo(2 * verdict.getLong("sent"))
                .isPositive();
    }
}
