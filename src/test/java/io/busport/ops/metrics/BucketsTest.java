package io.busport.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketsTest {
    @Test
    void a_value_is_counted_where_it_fits_first_and_the_bound_belongs_to_its_bucket() {
        Buckets buckets = new Buckets(0.001, 0.01);
        buckets.add(0);
        buckets.add(1_000_000);
        buckets.add(1_000_001);
        buckets.add(5_000_000_000L);
        Buckets.Content content = buckets.content();
        assertThat(content.counts()).containsExactly(2L, 1L, 1L);
        assertThat(content.bounds()).containsExactly(0.001, 0.01, Double.POSITIVE_INFINITY);
        assertThat(content.sum()).isEqualTo(5.002000001);
    }

    @Test
    void bounds_go_up() {
        assertThat(Buckets.LATENCY).isSorted();
        assertThat(Buckets.ABSENCE).isSorted();
    }
}
