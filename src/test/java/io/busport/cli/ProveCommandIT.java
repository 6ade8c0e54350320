package io.busport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code prove}, with a gateway of its own. */
@Timeout(120)
class ProveCommandIT {
    private final Run run = new Run();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void sessions_survive_what_live_connections_do_not() {
        assertThat(run.now("prove", "--duration", "3s", "--chaos", "reset", "--chaos-every", "1s", "--json"))
                .as(run.said())
                .isZero();
        assertThat(run.printed()).hasSize(1);
        JsonObject verdict = new JsonObject(run.printed().get(0));
        assertThat(verdict.getBoolean("passes")).isTrue();
        assertThat(verdict.getLong("lost")).isZero();
        assertThat(verdict.getLong("reconnects")).isPositive();
        assertThat(verdict.getLong("delivered"))
                .isEqualTo(2 * verdict.getLong("sent"))
                .isPositive();
        assertThat(run.said())
                .contains("A gateway of its own listens on 127.0.0.1:")
                .containsPattern("NAT reset [1-4] connections")
                .containsPattern("publisher-1: lost \\(.*\\), resumed after .* s");
    }

    @Test
    void live_connections_lose_what_was_on_its_way_and_exit_code_1_says_so() {
        assertThat(run.now("prove", "--live", "--duration", "3s", "--chaos", "reset", "--chaos-every", "1s"))
                .isEqualTo(1);
        assertThat(run.printed())
                .anyMatch(l -> l.matches("LOST +[1-9].*"))
                .anyMatch(l -> l.matches(" +subscriber-[12] did not hear .* of publisher-[12]: .*"))
                .last()
                .asString()
                .startsWith("FAIL: ");
    }

    @Test
    void wrong_usage_is_exit_code_2() {
        assertThat(run.now("prove", "--rate", "0")).isEqualTo(2);
        assertThat(run.said()).contains("--rate: 0 (expected: a number from 1");
        assertThat(run.now("prove", "--chaos", "fire")).isEqualTo(2);
        assertThat(run.said()).contains("'fire' (expected: one of half-open, reset");
        assertThat(run.now("prove", "--dialect", "text")).isEqualTo(2);
        assertThat(run.printed()).isEmpty();
    }

    @Test
    void a_gateway_that_is_not_there_is_told_from_a_failed_proof() {
        assertThat(run.now("prove", "127.0.0.1:1")).isEqualTo(1);
        assertThat(run.printed()).isEmpty();
        assertThat(run.said()).contains("The proof does not begin: ");
    }
}
