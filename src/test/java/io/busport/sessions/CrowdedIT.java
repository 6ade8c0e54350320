package io.busport.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The memory of sessions is bounded for all of them together, and none is dropped to make room. */
@Timeout(120)
class CrowdedIT {
    @Test
    void a_thousand_clients_that_left_are_kept_whole_and_the_next_is_told_to_try_later() {
        assertThat(Crowded.fill(1000, "256m")).isLessThan(130L << 20);
    }
}
