package io.busport.ops.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void a_time_has_its_two_largest_units() {
        assertThat(Words.time(-3)).isEqualTo("0 ms");
        assertThat(Words.time(999)).isEqualTo("999 ms");
        assertThat(Words.time(59_999)).isEqualTo("59 s");
        assertThat(Words.time(60_000)).isEqualTo("1 min");
        assertThat(Words.time(11_520_000)).isEqualTo("3 h 12 min");
        assertThat(Words.time(90_000_000L)).isEqualTo("1 d 1 h");
    }

    @Test
    void sizes_and_counts_are_read_at_a_glance() {
        assertThat(Words.bytes(1023)).isEqualTo("1023 B");
        assertThat(Words.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Words.bytes(3L << 30)).isEqualTo("3.0 GiB");
        assertThat(Words.count(1, "session")).isEqualTo("1 session");
        assertThat(Words.count(0, "address", "addresses")).isEqualTo("0 addresses");
        assertThat(Words.count(1_234_567, "session")).isEqualTo("1 234 567 sessions");
    }

    @Test
    void what_is_not_known_is_not_made_up() {
        assertThat(Words.roundTrip(null)).isEqualTo("–");
        assertThat(Words.roundTrip(0.034)).isEqualTo("0.03 ms");
        assertThat(Words.roundTrip(41.7)).isEqualTo("42 ms");
        assertThat(Words.idle(400)).isEqualTo("0 s");
    }
}
