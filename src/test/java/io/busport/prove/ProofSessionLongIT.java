package io.busport.prove;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.client.Endpoint;
import io.busport.nat.Fault;
import io.busport.testing.LocalGateway;
import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients with sessions lose nothing, whatever happens to their connections. */
@Timeout(180)
@ExtendWith(io.busport.testing.Verdict.class)
@ExtendWith(io.busport.testing.Verdict.class)
class ProofSessionLongIT {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final LocalGateway gateway = new LocalGateway("{}");

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(10, SECONDS);
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_lost_doubled_or_out_of_order(Fault fault) {
        Verdict verdict = run(Dialect.BINARY, List.of(fault));
        assertThat(verdict.passes()).as("%s", verdict).isTrue();
        assertThat(verdict.sent()).isPositive();
        assertThat(verdict.faults()).isPositive();
        if (!fault.passes()) {
            assertThat(verdict.reconnects()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BRIDGE", "JSON_LINES"})
    void nor_in_another_dialect(Dialect dialect) {
        Verdict verdict = run(dialect, List.of(Fault.RESET, Fault.HALF_OPEN));
        assertThat(verdict.passes()).as("%s", verdict).isTrue();
        assertThat(verdict.reconnects()).isPositive();
    }

    @Test
    void without_a_fault_nobody_connects_twice() {
        Verdict verdict = run(Dialect.BINARY, List.of());
        assertThat(verdict.passes()).as("%s", verdict).isTrue();
        assertThat(verdict.reconnects()).isZero();
    }

    private Verdict run(Dialect dialect, List<Fault> faults) {
        Plan plan = new Plan(
                List.of(new Endpoint("127.0.0.1", gateway.port())),
                false,
                dialect,
                2,
                2,
                150,
                200,
                Duration.ofSeconds(3),
                faults,
                Duration.ofMillis(1200),
                Duration.ofSeconds(20));
        try {
            return Proof.run(vertx, plan, new Deaf()).await(120, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Deaf implements Proof.Audience {
        @Override
        public void say(String line) {}

        @Override
        public void progress(long sent, long delivered) {}
    }
}
