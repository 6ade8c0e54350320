package io.busport.cluster;

import static io.busport.cluster.LoopbackCluster.LIMIT;
import static io.busport.cluster.LoopbackCluster.awaitMembers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.sessions.HandMadeClient;
import io.busport.testing.BusportProcess;
import io.busport.testing.Verdict;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page of a gateway says of the others, and what an operator does to sessions that are there. */
@Timeout(240)
@ExtendWith(Verdict.class)
class StatusPageOfAClusterLongIT {
    private static final String TOKEN = "0123456789abcdef";

    private final LoopbackCluster cluster = new LoopbackCluster();

    private BusportProcess start(int index) {
        return cluster.gateway(index).env("BUSPORT_ADMIN_TOKEN", TOKEN).start();
    }

    @Test
    void a_session_at_another_gateway_is_expired_there() {
        try (BusportProcess one = start(0);
                BusportProcess two = start(1)) {
            assertThat(two.port()).isPositive();
            awaitMembers(one, 2);
            await().atMost(LIMIT).untilAsserted(() -> {
                String page = one.admin().get("/").body();
                assertThat(page).contains("copies 2/2", "2 of 2", "(this gateway)", "the last came back in");
                assertThat(page).doesNotContain("badge bad");
            });
            try (HandMadeClient client = new HandMadeClient(two.port())) {
                assertThat(one.admin().get("/").body()).doesNotContain(client.session());
                String path = "/sessions/" + client.session() + "/expire";
                var answer = one.admin().post(path, "Bearer " + TOKEN);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(new JsonObject(answer.body()).getString("expired")).isEqualTo(client.session());
                assertThat(client.hear("err").getString("message")).isEqualTo("session_expired");
                await().atMost(LIMIT)
                        .untilAsserted(() ->
                                assertThat(two.admin().get("/sessions").body()).isEqualTo("[]\n"));
                assertThat(one.admin().post(path, "Bearer " + TOKEN).statusCode())
                        .isEqualTo(404);
            }
            two.kill();
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(one.admin().get("/").body()).contains("copies 1/2, degraded", "1 of 2"));
        }
    }
}
