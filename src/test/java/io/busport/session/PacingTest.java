package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacingTest {
    private static final int MIB = 1 << 20;

    @Test
    void it_starts_with_one_because_the_size_of_answers_is_not_known() {
        assertThat(new Pacing(256, MIB).limit()).isEqualTo(1);
    }

    @Test
    void small_answers_open_the_whole_window_quickly() {
        Pacing pacing = new Pacing(256, MIB);
        for (int i = 0; i < 8; i++) {
            pacing.answered(10);
        }
        assertThat(pacing.limit()).isEqualTo(256);
    }

    @Test
    void large_answers_hold_it_where_they_fill_the_outbound_limit() {
        Pacing pacing = new Pacing(256, MIB);
        for (int i = 0; i < 20; i++) {
            pacing.answered(128 << 10);
        }
        assertThat(pacing.limit()).isEqualTo(8);
        pacing.answered(4 * MIB);
        assertThat(pacing.limit()).as("never none, or nothing would go on").isEqualTo(1);
    }

    @Test
    void a_large_answer_is_forgotten_by_and_by() {
        Pacing pacing = new Pacing(256, MIB);
        pacing.answered(MIB);
        assertThat(pacing.limit()).isEqualTo(1);
        pacing.answered(10);
        assertThat(pacing.limit()).as("not at once").isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            pacing.answered(10);
        }
        assertThat(pacing.limit()).isEqualTo(256);
    }
}
