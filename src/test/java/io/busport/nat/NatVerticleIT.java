package io.busport.nat;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.busport.testing.TextSocket;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A NAT between plain sockets, and everything that can happen to it. */
@Timeout(60)
class NatVerticleIT {
    /** Long enough that what would be forwarded has come. */
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private static final Duration NO_TIME = Duration.ZERO;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final FarEnd gateway = new FarEnd();
    private final NatVerticle nat = new NatVerticle(0, gateway.port());

    @BeforeEach
    void deploy() throws TimeoutException {
        var unused = vertx.deployVerticle(nat).await(10, SECONDS);
    }

    @AfterEach
    void close() throws TimeoutException {
        gateway.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void without_a_fault_both_directions_and_both_ends_pass() {
        try (Pair a = pair();
                Pair b = pair()) {
            a.client().close();
            assertThat(a.gateway().readLine()).as("the end").isNull();
            b.gateway().close();
            assertThat(b.client().readLine()).as("the end").isNull();
        }
        await().untilAsserted(() -> assertThat(counts()).isEqualTo(new NatCounts(2, 0, 0, 6, 6, 0, 0, 0)));
    }

    @Test
    void a_reset_passes_as_a_reset() {
        try (Pair pair = pair()) {
            pair.client().reset();
            assertReset(pair.gateway());
        }
    }

    @Test
    void half_open_swallows_what_comes_and_neither_side_hears_of_the_other() {
        try (Pair old = pair()) {
            assertThat(inject(Fault.HALF_OPEN)).isEqualTo(1);
            old.client().send("lost\n");
            old.gateway().send("lost\n");
            await().untilAsserted(() -> assertThat(counts().swallowed()).isEqualTo(10));
            assertThat(counts().open()).isZero();
            assertThat(counts().forgotten()).isEqualTo(1);
            old.client().close();
            assertSilence(old.gateway());
            try (Pair fresh = pair()) {
                fresh.assertBothWays();
                assertThat(inject(Fault.HALF_OPEN))
                        .as("the forgotten one is not hit again")
                        .isEqualTo(1);
            }
            assertThat(counts().hit()).isEqualTo(2);
            assertThat(counts().faults()).isEqualTo(2);
        }
        await().untilAsserted(() -> assertThat(counts().forgotten()).isZero());
    }

    @Test
    void reset_resets_both_sides() {
        try (Pair a = pair();
                Pair b = pair()) {
            assertThat(inject(Fault.RESET)).isEqualTo(2);
            assertReset(a.client());
            assertReset(a.gateway());
            assertReset(b.client());
            assertReset(b.gateway());
        }
        try (Pair fresh = pair()) {
            fresh.assertBothWays();
        }
    }

    @Test
    void rebind_resets_the_client_and_leaves_the_gateway_with_a_dead_connection() {
        try (Pair old = pair()) {
            assertThat(inject(Fault.REBIND)).isEqualTo(1);
            assertReset(old.client());
            old.gateway().send("to nobody\n");
            await().untilAsserted(() -> assertThat(counts().swallowed()).isEqualTo(10));
            assertSilence(old.gateway());
            try (Pair fresh = pair()) {
                fresh.assertBothWays();
            }
        }
    }

    @Test
    void drop_takes_one_direction_and_leaves_the_other() {
        try (Pair in = pair()) {
            assertThat(inject(Fault.DROP_IN)).isEqualTo(1);
            in.client().send("lost\n");
            in.gateway().send("still\n");
            assertThat(in.client().readLine()).isEqualTo("still");
            assertSilence(in.gateway());
            assertThat(counts().open()).isEqualTo(1);
            try (Pair out = pair()) {
                assertThat(inject(Fault.DROP_OUT)).isEqualTo(2);
                out.gateway().send("lost\n");
                out.client().send("still\n");
                assertThat(out.gateway().readLine()).isEqualTo("still");
                assertSilence(out.client());
            }
        }
    }

    @Test
    void a_stall_forwards_nothing_and_then_everything() {
        try (Pair pair = pair()) {
            assertThat(inject(Fault.STALL, Duration.ofSeconds(1))).isEqualTo(1);
            pair.client().send("1\n");
            pair.gateway().send("2\n");
            TextSocket late = new TextSocket(nat.actualPort());
            late.send("3\n");
            assertSilence(pair.gateway());
            assertSilence(pair.client());
            assertThat(gateway.waiting())
                    .as("connections made during the stall")
                    .isZero();
            assertThat(pair.gateway().patience(Duration.ofSeconds(10)).readLine())
                    .isEqualTo("1");
            assertThat(pair.client().patience(Duration.ofSeconds(10)).readLine())
                    .isEqualTo("2");
            try (TextSocket lateAtGateway = gateway.accept()) {
                assertThat(lateAtGateway.readLine()).isEqualTo("3");
            }
            late.close();
            pair.assertBothWays();
            pair.assertBothWays();
            assertThat(counts().swallowed()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STALL_IN", "STALL_OUT"})
    void a_stall_of_one_direction_leaves_the_other(Fault fault) {
        try (Pair pair = pair()) {
            TextSocket stalled = fault == Fault.STALL_IN ? pair.client() : pair.gateway();
            TextSocket other = fault == Fault.STALL_IN ? pair.gateway() : pair.client();
            assertThat(inject(fault, Duration.ofSeconds(1))).isEqualTo(1);
            stalled.send("later\n");
            other.send("at once\n");
            assertThat(stalled.readLine()).isEqualTo("at once");
            assertSilence(other);
            assertThat(other.patience(Duration.ofSeconds(10)).readLine()).isEqualTo("later");
        }
    }

    @Test
    void a_client_that_gives_up_during_a_stall_is_heard_to_its_last_word() {
        try (Pair pair = pair()) {
            var unused = inject(Fault.STALL, Duration.ofSeconds(1));
            pair.client().send("last\n");
            pair.client().close();
            assertSilence(pair.gateway());
            assertThat(pair.gateway().patience(Duration.ofSeconds(10)).readLine())
                    .isEqualTo("last");
            assertThat(pair.gateway().readLine()).as("the end").isNull();
        }
    }

    @Test
    void a_stalled_sender_is_held_back_and_not_buffered() {
        try (Pair pair = pair()) {
            var unused = inject(Fault.STALL, Duration.ofSeconds(1));
            byte[] much = new byte[32 << 20];
            Thread sender = new Thread(() -> pair.client().send(much));
            sender.start();
            assertSilence(pair.gateway());
            // What the kernel holds for both ends, and a few reads, but not all of it.
            assertThat(sender.isAlive()).as("the sender waits").isTrue();
            long forwardedBefore = counts().bytesIn();
            assertThat(forwardedBefore).isLessThan(much.length);
            long read = 0;
            pair.gateway().patience(Duration.ofSeconds(10));
            while (read < much.length) {
                read += requireNonNull(pair.gateway().readSome()).length;
            }
            assertThat(read).isEqualTo(much.length);
        }
    }

    @Test
    void a_gateway_that_is_not_there_ends_the_client() {
        gateway.close();
        try (TextSocket client = new TextSocket(nat.actualPort())) {
            assertThat(client.readLine()).isNull();
        }
    }

    @Test
    void faults_are_named_as_on_the_command_line() {
        assertThat(Fault.parse("half-open")).isEqualTo(Fault.HALF_OPEN);
        assertThatThrownBy(() -> Fault.parse("fire"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'fire' (expected: one of half-open, reset");
    }

    private Pair pair() {
        TextSocket client = new TextSocket(nat.actualPort());
        Pair pair = new Pair(client, gateway.accept());
        // The gateway's side is there first; a fault hits what is forwarded already.
        pair.assertBothWays();
        return pair;
    }

    private int inject(Fault fault) {
        return inject(fault, NO_TIME);
    }

    private int inject(Fault fault, Duration time) {
        try {
            return nat.inject(fault, time).await(5, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private NatCounts counts() {
        try {
            return nat.counts().await(5, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertReset(TextSocket socket) {
        assertThatThrownBy(socket::readLine)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("reset");
    }

    /** Nothing comes for a while, and not the end either. */
    private static void assertSilence(TextSocket socket) {
        assertThatThrownBy(socket.patience(A_WHILE)::readLine).hasCauseInstanceOf(SocketTimeoutException.class);
    }

    private record Pair(TextSocket client, TextSocket gateway) implements AutoCloseable {
        void assertBothWays() {
            client.send("in\n");
            assertThat(gateway.readLine()).isEqualTo("in");
            gateway.send("ou\n");
            assertThat(client.readLine()).isEqualTo("ou");
        }

        @Override
        public void close() {
            client.close();
            gateway.close();
        }
    }
}
