package io.busport.prove;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.client.Endpoint;
import io.busport.nat.Fault;
import io.busport.testing.LocalGateway;
import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients without sessions: nothing is lost until the path breaks, and then it is. */
@Timeout(120)
@ExtendWith(io.busport.testing.Verdict.class)
class ProofLiveLongIT {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final LocalGateway gateway = new LocalGateway("{}");
    private final Minutes minutes = new Minutes();

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(10, SECONDS);
        gateway.close();
    }

    @Test
    void an_unbroken_path_passes() {
        Verdict verdict = run(gateway.port(), List.of());
        assertThat(verdict.passes()).as("%s", verdict).isTrue();
        assertThat(verdict.sent()).isEqualTo(450);
        assertThat(verdict.delivered()).isEqualTo(900);
        assertThat(verdict.faults()).isZero();
        assertThat(minutes.lines).isEmpty();
    }

    @Test
    void after_resets_messages_are_missing_and_named() {
        Verdict verdict = run(gateway.port(), List.of(Fault.RESET));
        assertThat(verdict.passes()).as("%s", verdict).isFalse();
        assertThat(verdict.faults()).isPositive();
        assertThat(verdict.reconnects()).isPositive();
        assertThat(verdict.lost()).isPositive();
        assertThat(verdict.losses())
                .allSatisfy(l -> assertThat(verdict.toString())
                        .contains("subscriber-" + l.subscriber() + " did not hear " + l.count() + " of publisher-"
                                + l.publisher() + ": " + l.ranges()));
        assertThat(verdict.toString()).contains("\nFAIL: ");
        assertThat(minutes.lines)
                .anyMatch(l -> l.matches("NAT reset [1-4] connections"))
                .anyMatch(l -> l.matches("subscriber-1: lost \\((reset|closed)\\), connected again after .* s"));
    }

    @Test
    void a_mapping_that_is_forgotten_is_noticed_by_the_silence() {
        Verdict verdict = run(gateway.port(), List.of(Fault.HALF_OPEN));
        assertThat(verdict.lost()).as("%s", verdict).isPositive();
        assertThat(minutes.lines).anyMatch(l -> l.matches("NAT forgot [1-4] connections"));
    }

    @Test
    void a_stall_that_passes_loses_nothing() {
        Verdict verdict = run(gateway.port(), List.of(Fault.STALL));
        assertThat(verdict.passes()).as("%s", verdict).isTrue();
        assertThat(verdict.longestSilenceMillis()).isGreaterThan(300);
        assertThat(verdict.reconnects()).isZero();
    }

    @Test
    void without_a_gateway_or_a_permission_it_does_not_begin() {
        int port = gateway.port();
        gateway.close();
        assertThatThrownBy(() -> run(port, List.of())).hasMessageContaining("Connection refused");
        try (LocalGateway closed = new LocalGateway("{\"permissions\": {\"outbound\": []}}")) {
            assertThatThrownBy(() -> run(closed.port(), List.of())).hasMessage("access_denied");
        }
    }

    private Verdict run(int port, List<Fault> faults) {
        Plan plan = new Plan(
                List.of(new Endpoint("127.0.0.1", port)),
                true,
                Dialect.BRIDGE,
                2,
                2,
                150,
                200,
                Duration.ofSeconds(3),
                faults,
                Duration.ofMillis(800),
                Duration.ofSeconds(3));
        try {
            return Proof.run(vertx, plan, minutes).await(60, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Minutes implements Proof.Audience {
        final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void say(String line) {
            lines.add(line);
        }

        @Override
        public void progress(long sent, long delivered) {
            assertThat(delivered).isLessThanOrEqualTo(2 * sent);
        }
    }
}
