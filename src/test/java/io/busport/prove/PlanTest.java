package io.busport.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.nat.Fault;
import io.busport.wire.Dialect;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void faults_come_in_turn() {
        Plan plan = plan(100, Dialect.BINARY, List.of(Fault.RESET, Fault.STALL));
        assertThat(plan.fault(0)).isEqualTo(Fault.RESET);
        assertThat(plan.fault(1)).isEqualTo(Fault.STALL);
        assertThat(plan.fault(2)).isEqualTo(Fault.RESET);
        assertThat(plan(100, Dialect.BINARY, List.of()).fault(0)).isNull();
    }

    @Test
    void what_cannot_be_is_told_with_what_is_expected() {
        assertThatThrownBy(() -> plan(0, Dialect.BINARY, List.of()))
                .hasMessage("rate: 0 (expected: a number from 1 to 1000000)");
        assertThatThrownBy(() -> plan(1_000_000, Dialect.BINARY, List.of()))
                .hasMessageStartingWith("rate x duration x subscribers: 7200000000");
        assertThatThrownBy(() -> plan(1, Dialect.TEXT, List.of())).hasMessageStartingWith("dialect: text (expected");
    }

    @Test
    void a_message_is_read_as_it_was_written_and_is_as_long_as_asked_for() {
        Numbered message = new Numbered(3, 1234, 987_654_321);
        assertThat(Numbered.parse(message.toJson(0))).isEqualTo(message);
        JsonObject padded = message.toJson(500);
        assertThat(padded.encode()).hasSize(500);
        assertThat(Numbered.parse(padded)).isEqualTo(message);
        assertThat(Numbered.parse("hello")).isNull();
        assertThat(Numbered.parse(new JsonObject().put("number", 1))).isNull();
        assertThat(Numbered.parse(null)).isNull();
    }

    private static Plan plan(int rate, Dialect dialect, List<Fault> faults) {
        return new Plan(
                List.of(),
                true,
                dialect,
                1,
                2,
                rate,
                100,
                Duration.ofHours(1),
                faults,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
    }
}
