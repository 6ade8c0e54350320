package io.busport.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** As {@link CrowdedIT}, with as many as a gateway is made for. */
@Timeout(300)
@ExtendWith(Verdict.class)
class CrowdedLongIT {
    @Test
    void ten_thousand_clients_that_left_are_kept_whole_and_the_next_is_told_to_try_later(Verdict.Facts facts) {
        long bytes = Crowded.fill(10_000, "1700m");
        facts.add("10,000 detached sessions with 100 messages of 1 KiB each: " + (bytes >> 20)
                + " MiB as counted, in a heap of 1700 MiB");
        assertThat(bytes).isLessThan(1200L << 20);
    }
}
