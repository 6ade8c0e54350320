package io.busport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.wire.Dialect;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void nothing_without_an_end_is_run() {
        refused(() -> load(0, 1, 16, SECOND, 0, 1), "connections: 0 (expected: a number from 1 to 50000)");
        refused(() -> load(50_001, 1, 16, SECOND, 0, 1), "connections: 50001");
        refused(() -> load(1, 65_537, 16, SECOND, 0, 1), "outstanding: 65537");
        refused(() -> load(1, 1, 7, SECOND, 0, 1), "size: 7");
        refused(() -> load(1, 1, 16, Duration.ofHours(2), 0, 1), "duration: 7200000 ms (expected: from 100 ms to 60");
        refused(() -> load(1, 1, 16, SECOND, -1, 1), "rate: -1");
        refused(() -> load(1, 1, 16, SECOND, 0, 2), "threads: 2 (expected: a number from 1 to 1)");
        refused(() -> load(4, 1, 16, SECOND, 3, 4), "rate: 3 (expected: a number from 4");
        refused(() -> load(10_000, 10_000, 16, SECOND, 0, 1), "connections x outstanding x size: 1600000000");
    }

    @Test
    void threads_share_it_as_evenly_as_whole_numbers_allow() {
        Load load = load(10, 1, 16, SECOND, 1001, 3);
        assertThat(IntStream.range(0, 3).mapToObj(load::share))
                .extracting(Load::connections)
                .containsExactly(4, 3, 3);
        assertThat(IntStream.range(0, 3).mapToObj(load::share))
                .extracting(Load::rate)
                .containsExactly(334L, 334L, 333L);
    }

    @Test
    void a_timetable_keeps_the_rate_and_knows_what_it_owes() {
        Timetable times = new Timetable(1000, 4);
        assertThat(times.due()).isEqualTo(1000);
        times.sent();
        assertThat(times.due()).isEqualTo(1000 + 250_000_000);
        assertThat(times.behind(1000 + SECOND.toNanos())).isEqualTo(3);
        assertThat(times.behind(1000)).isZero();
    }

    private static void refused(Runnable load, String words) {
        assertThatThrownBy(load::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(words);
    }

    private static Load load(int connections, int outstanding, int size, Duration duration, long rate, int threads) {
        return new Load(
                "127.0.0.1",
                1,
                Dialect.TEXT,
                "messages",
                connections,
                outstanding,
                size,
                Duration.ZERO,
                duration,
                0,
                rate,
                threads);
    }
}
