package io.busport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final String A = "10.0.0.7";
    private static final String B = "10.0.0.8";

    /** Close to its end, as nanoTime may be: the clock overflows while it is used. */
    private long now = Long.MAX_VALUE - 10;

    @Test
    void without_limits_everyone_is_let_in() {
        Admission admission = admission(0, 0, 0);
        for (int i = 0; i < 10_000; i++) {
            assertThat(admission.admit(A)).isNull();
        }
    }

    @Test
    void the_gateway_takes_so_many_and_one_more_when_one_has_left() {
        Admission admission = admission(2, 0, 0);
        assertThat(admission.admit(A)).isNull();
        assertThat(admission.admit(B)).isNull();
        assertThat(admission.admit(A)).isEqualTo("3 connections (expected: at most 2, limits.maxConnections)");
        admission.left(B);
        assertThat(admission.admit(A)).isNull();
        assertThat(admission.admit(A)).isNotNull();
    }

    @Test
    void an_address_has_so_many_and_others_are_not_concerned() {
        Admission admission = admission(0, 3, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(admission.admit(A)).isNull();
        }
        assertThat(admission.admit(A))
                .isEqualTo("4 connections from 10.0.0.7 (expected: at most 3, limits.maxConnectionsPerAddress)");
        assertThat(admission.admit(B)).isNull();
        admission.left(A);
        assertThat(admission.admit(A)).isNull();
        assertThat(admission.admit(A)).isNotNull();
    }

    @Test
    void who_is_refused_is_not_counted() {
        Admission admission = admission(3, 1, 0);
        assertThat(admission.admit(A)).isNull();
        for (int i = 0; i < 100; i++) {
            assertThat(admission.admit(A)).contains("limits.maxConnectionsPerAddress");
        }
        assertThat(admission.admit(B)).isNull();
        admission.left(A);
        assertThat(admission.admit(A)).isNull();
    }

    @Test
    void a_second_brings_so_many_and_no_more() {
        Admission admission = admission(0, 0, 4);
        assertThat(admitted(admission, 10)).isEqualTo(4);
        assertThat(admission.admit(A))
                .isEqualTo("more than 4 connections a second (expected: at most 4, limits.acceptRate)");
        pass(Duration.ofMillis(249));
        assertThat(admitted(admission, 10)).isZero();
        pass(Duration.ofMillis(1));
        assertThat(admitted(admission, 10)).isEqualTo(1);
        pass(Duration.ofMillis(500));
        assertThat(admitted(admission, 10)).isEqualTo(2);
    }

    @Test
    void quiet_time_is_not_saved_up_beyond_a_second() {
        Admission admission = admission(0, 0, 4);
        pass(Duration.ofDays(7));
        assertThat(admitted(admission, 100)).isEqualTo(4);
    }

    @Test
    void a_rate_that_divides_no_second_is_reached() {
        Admission admission = admission(0, 0, 7);
        assertThat(admitted(admission, 100)).isEqualTo(7);
        pass(Duration.ofSeconds(1));
        assertThat(admitted(admission, 100)).isEqualTo(7);
    }

    @Test
    void who_is_refused_for_another_reason_takes_no_token() {
        Admission admission = admission(0, 1, 2);
        assertThat(admission.admit(A)).isNull();
        assertThat(admitted(admission, 100)).isZero();
        assertThat(admission.admit(B)).isNull();
    }

    @Test
    void who_comes_too_fast_is_not_counted() {
        Admission admission = admission(2, 2, 1);
        assertThat(admission.admit(A)).isNull();
        assertThat(admitted(admission, 100)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(admission.admit(A)).isNull();
    }

    @Test
    void many_threads_together_get_exactly_what_is_allowed() throws InterruptedException, ExecutionException {
        Admission admission = admission(1000, 100, 0);
        AtomicInteger in = new AtomicInteger();
        List<Future<?>> done = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            done.add(threads.submit(() -> {
                for (int i = 0; i < 20_000; i++) {
                    String ip = "10.0.0." + i % 20;
                    if (admission.admit(ip) == null) {
                        in.incrementAndGet();
                        if (i % 3 != 0) {
                            in.decrementAndGet();
                            admission.left(ip);
                        }
                    }
                }
            }));
        }
        for (Future<?> d : done) {
            var unused = d.get();
        }
        threads.shutdown();
        assertThat(in).hasValue(1000);
        assertThat(admission.admit("10.0.0.77")).startsWith("1001 connections ");
        admission.left("10.0.0.0");
        assertThat(admission.admit("10.0.0.0")).isNull();
    }

    private Admission admission(int maxConnections, int maxPerAddress, int acceptRate) {
        return new Admission(maxConnections, maxPerAddress, acceptRate, () -> now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static int admitted(Admission admission, int tries) {
        int n = 0;
        for (int i = 0; i < tries; i++) {
            n += admission.admit(A) == null ? 1 : 0;
        }
        return n;
    }
}
