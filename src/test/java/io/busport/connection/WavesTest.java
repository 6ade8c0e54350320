package io.busport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavesTest {
    private static final Duration SPREAD = Duration.ofSeconds(5);

    @Test
    void few_are_asked_one_by_one_and_are_not_waited_for() {
        assertThat(Waves.of(3, SPREAD)).isEqualTo(new Waves(1, 1000));
    }

    @Test
    void more_follow_each_other_sooner() {
        assertThat(Waves.of(10, SPREAD)).isEqualTo(new Waves(1, 500));
    }

    @Test
    void many_are_asked_together() {
        assertThat(Waves.of(1000, SPREAD)).isEqualTo(new Waves(50, 250));
    }

    @Test
    void without_time_all_are_asked_at_once() {
        assertThat(Waves.of(1000, Duration.ZERO).size()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 19, 20, 21, 4999, 100_000})
    void all_are_asked_in_time(int clients) {
        var waves = Waves.of(clients, SPREAD);
        var needed = (clients + waves.size() - 1) / waves.size();
        assertThat((needed - 1) * waves.pauseMillis()).isLessThan(SPREAD.toMillis());
    }
}
