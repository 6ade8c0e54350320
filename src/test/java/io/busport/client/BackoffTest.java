package io.busport.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    /** Always the largest number there is below the bound. */
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

    @Test
    void the_bound_doubles_up_to_the_longest() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(3), LARGEST);
        assertThat(LongStream.generate(backoff::next).limit(5)).containsExactly(500L, 1000L, 2000L, 3000L, 3000L);
    }

    @Test
    void health_starts_it_anew() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(3), LARGEST);
        assertThat(backoff.next()).isEqualTo(500);
        assertThat(backoff.next()).isEqualTo(1000);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(500);
    }

    @Test
    void delays_are_spread_over_the_whole_time_below_the_bound() {
        Random random = new Random(1);
        long[] first = LongStream.range(0, 1000)
                .map(i -> new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), random).next())
                .toArray();
        assertThat(LongStream.of(first)).allMatch(d -> d >= 1 && d <= 500);
        assertThat(LongStream.of(first).filter(d -> d < 125).count()).isBetween(150L, 350L);
        assertThat(LongStream.of(first).filter(d -> d > 375).count()).isBetween(150L, 350L);
    }
}
