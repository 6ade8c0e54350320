package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"50ms, 50", "5s, 5000", "5 s, 5000", "2m, 120000", "1h, 3600000", "0, 0", "0s, 0", "' 7ms ', 7"})
    void durations(String text, long millis) {
        assertThat(Units.parseDuration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5s", "5sec", "5S", "1d", "1m30s", "9999999999999s"})
    void not_durations(String text) {
        assertThat(Units.parseDuration(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "512B, 512", "1k, 1024", "64KiB, 65536", "64 kib, 65536", "1MiB, 1048576", "2G, 2147483648"
    })
    void sizes(String text, long bytes) {
        assertThat(Units.parseSize(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5MiB", "1TiB", "one", "64KB"})
    void not_sizes(String text) {
        assertThat(Units.parseSize(text)).isNull();
    }

    @Test
    void they_are_said_as_a_person_says_them() {
        assertThat(Units.say(Duration.ofSeconds(5))).isEqualTo("5 s");
        assertThat(Units.say(Duration.ofHours(2))).isEqualTo("2 h");
        assertThat(Units.say(Duration.ofMillis(1500))).isEqualTo("1500 ms");
        assertThat(Units.say(64 << 10)).isEqualTo("64 KiB");
        assertThat(Units.say(1 << 20)).isEqualTo("1 MiB");
        assertThat(Units.say(100)).isEqualTo("100 bytes");
        assertThat(Units.say(0)).isEqualTo("0 bytes");
    }
}
