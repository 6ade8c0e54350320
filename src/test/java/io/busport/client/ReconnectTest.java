package io.busport.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReconnectTest {
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };
    private static final Endpoint A = new Endpoint("a", 1);
    private static final Endpoint B = new Endpoint("b", 2);
    private static final Endpoint C = new Endpoint("c", 3);

    private final Reconnect reconnect = new Reconnect(
            List.of(A, B), Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(30), LARGEST);

    @Test
    void addresses_are_tried_in_turn_behind_the_one_that_was_tried_last() {
        reconnect.begin();
        assertThat(reconnect.next()).isEqualTo(A);
        reconnect.connected(0);
        assertThat(round()).containsExactly(B, A);
        reconnect.connected(0);
        assertThat(round()).containsExactly(B, A);
    }

    @Test
    void who_is_refused_waits_longer_and_longer_up_to_the_longest() {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            reconnect.begin();
            reconnect.failed("a: connection refused", false);
            delays.add(reconnect.afterRound());
        }
        assertThat(delays).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 15_000L, 15_000L);
    }

    @Test
    void who_had_no_answer_tries_again_soon_for_ever() {
        for (int i = 0; i < 10; i++) {
            reconnect.begin();
            reconnect.failed("a: no answer within 5 s", true);
            assertThat(reconnect.afterRound()).isEqualTo(500);
        }
        assertThat(reconnect.failures()).isEqualTo("a: no answer within 5 s");
    }

    @Test
    void connections_that_do_not_last_count_as_refusals_until_one_does() {
        reconnect.connected(0);
        assertThat(reconnect.afterLoss(Cause.RESET, 1_000)).isEqualTo(500);
        reconnect.connected(2_000);
        assertThat(reconnect.afterLoss(Cause.EOF, 3_000)).isEqualTo(1000);
        reconnect.connected(4_000);
        assertThat(reconnect.afterLoss(Cause.RESET, 34_000)).isEqualTo(500);
    }

    @Test
    void a_silence_has_cost_time_enough() {
        reconnect.connected(0);
        for (Cause cause : List.of(Cause.SILENT, Cause.ACK_STALL, Cause.WAKE, Cause.ADDRESS)) {
            assertThat(reconnect.afterLoss(cause, 1_000)).isEqualTo(500);
        }
    }

    @Test
    void alternatives_are_tried_last_and_every_other_time() {
        reconnect.alternatives(List.of("c:3", "not an address", "a:1"));
        assertThat(round()).containsExactlyInAnyOrder(A, B);
        assertThat(round()).endsWith(C).hasSize(3);
        assertThat(round()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void who_is_asked_to_go_goes_first_where_he_is_sent() {
        reconnect.goAway(List.of("c:3"));
        assertThat(reconnect.next()).isEqualTo(C);
        assertThat(reconnect.next()).isEqualTo(A);
    }

    private List<Endpoint> round() {
        List<Endpoint> all = new ArrayList<>();
        reconnect.begin();
        for (Endpoint next = reconnect.next(); next != null; next = reconnect.next()) {
            all.add(next);
        }
        return all;
    }
}
