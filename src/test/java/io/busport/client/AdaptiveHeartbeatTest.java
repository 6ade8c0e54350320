package io.busport.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptiveHeartbeatTest {
    private final AdaptiveHeartbeat heartbeat = new AdaptiveHeartbeat(Duration.ofSeconds(15), Duration.ofSeconds(200));

    @Test
    void three_silences_that_held_stretch_it_by_a_step() {
        hold(2);
        assertThat(heartbeat.interval()).isEqualTo(15_000);
        hold(1);
        assertThat(heartbeat.interval()).isEqualTo(30_000);
        hold(3);
        assertThat(heartbeat.interval()).isEqualTo(45_000);
    }

    @Test
    void it_never_passes_the_ceiling() {
        hold(100);
        assertThat(heartbeat.interval()).isEqualTo(200_000);
    }

    @Test
    void a_shorter_silence_proves_nothing() {
        hold(3);
        for (int i = 0; i < 10; i++) {
            heartbeat.held(29_999);
        }
        assertThat(heartbeat.interval()).isEqualTo(30_000);
    }

    @Test
    void a_death_after_a_stretched_silence_marks_the_limit() {
        hold(9);
        assertThat(heartbeat.interval()).isEqualTo(60_000);
        heartbeat.died(60_000);
        assertThat(heartbeat.interval()).isEqualTo(48_000);
        hold(100);
        assertThat(heartbeat.interval()).isEqualTo(48_000);
    }

    @Test
    void a_death_after_a_silence_that_has_held_before_has_another_reason() {
        hold(6);
        heartbeat.died(20_000);
        assertThat(heartbeat.interval()).isEqualTo(45_000);
    }

    @Test
    void every_path_has_its_own_limit() {
        heartbeat.on("home");
        hold(9);
        heartbeat.died(60_000);
        heartbeat.on("mobile");
        assertThat(heartbeat.interval()).isEqualTo(15_000);
        heartbeat.on("home");
        assertThat(heartbeat.interval()).isEqualTo(48_000);
    }

    private void hold(int times) {
        for (int i = 0; i < times; i++) {
            heartbeat.held(heartbeat.interval());
        }
    }
}
