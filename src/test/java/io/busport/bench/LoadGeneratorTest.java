package io.busport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.bench.TinyEcho.Twist;
import io.busport.client.Access;
import io.busport.wire.Dialect;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LoadGeneratorTest {
    private static final int COUNT = 1000;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void every_answer_is_taken_for_what_it_is(Dialect dialect) {
        LoadReport report = run(dialect, Twist.RIGHT, 0);
        assertThat(report.answered()).isEqualTo(COUNT);
        assertThat(report.isClean()).isTrue();
        assertThat(report.firstFault()).isEmpty();
        assertThat(report.latencyNanos(50)).isPositive().isLessThanOrEqualTo(report.latencyNanos(100));
        assertThat(report.throughput()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void answers_may_come_in_pieces(Dialect dialect) {
        LoadReport report = run(dialect, Twist.RIGHT, 7);
        assertThat(report.answered()).isEqualTo(COUNT);
        assertThat(report.isClean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void another_body_is_counted_as_wrong(Dialect dialect) {
        LoadReport report = run(dialect, Twist.OTHER_BODY, 0);
        assertThat(report.wrong()).isEqualTo(COUNT / 10);
        assertThat(report.answered()).isEqualTo(COUNT - COUNT / 10);
        assertThat(report.missing()).isZero();
        assertThat(report.isClean()).isFalse();
        assertThat(report.firstFault()).contains("another body than was sent").contains("d0g");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void a_failure_is_counted_and_told(Dialect dialect) {
        LoadReport report = run(dialect, Twist.FAILURE, 0);
        assertThat(report.failed()).isEqualTo(COUNT / 10);
        assertThat(report.answered()).isEqualTo(COUNT - COUNT / 10);
        assertThat(report.isClean()).isFalse();
        assertThat(report.firstFault()).isEqualTo("answered: sorry");
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void an_answer_to_nothing_is_wrong_and_its_request_is_missing(Dialect dialect) {
        LoadReport report = few(dialect, Twist.OTHER_ID);
        assertThat(report.wrong()).isEqualTo(2);
        assertThat(report.missing()).isEqualTo(2);
        assertThat(report.answered()).isEqualTo(18);
        assertThat(report.firstFault())
                .contains("an answer to nothing that was asked")
                .contains("rffff");
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void an_answer_that_comes_twice_is_wrong_once(Dialect dialect) {
        LoadReport report = few(dialect, Twist.TWICE);
        assertThat(report.answered()).isEqualTo(20);
        assertThat(report.wrong()).isEqualTo(2);
        assertThat(report.missing()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void what_is_never_answered_is_missing(Dialect dialect) {
        LoadReport report = few(dialect, Twist.NEVER);
        assertThat(report.missing()).isEqualTo(2);
        assertThat(report.answered()).isEqualTo(18);
        assertThat(report.isClean()).isFalse();
    }

    /** Text names no request, so every answer after a missing one is taken for the one before it. */
    @Test
    void a_line_that_never_comes_makes_the_others_wrong_and_the_last_missing() {
        LoadReport report = few(Dialect.TEXT, Twist.NEVER);
        assertThat(report.answered() + report.wrong() + report.missing()).isEqualTo(20);
        assertThat(report.missing()).isEqualTo(2);
        assertThat(report.wrong()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void what_a_closed_connection_leaves_open_is_missing(Dialect dialect) {
        try (TinyEcho server = new TinyEcho(dialect, Twist.CLOSE, 10)) {
            LoadReport report = run(load(server, dialect, 1, 4, COUNT, 0, 1));
            assertThat(report.missing()).isPositive();
            assertThat(report.answered()).isLessThan(COUNT);
            assertThat(report.toJson().getInteger("connectionsLost")).isEqualTo(1);
            assertThat(report.firstFault()).contains("closed by the server");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void nonsense_is_wrong(Dialect dialect) {
        try (TinyEcho server = new TinyEcho(dialect, Twist.NONSENSE, 10)) {
            LoadReport report = run(load(server, dialect, 1, 4, COUNT, 0, 1));
            assertThat(report.wrong()).isPositive();
            assertThat(report.isClean()).isFalse();
        }
    }

    @Test
    void a_rate_is_kept_and_latency_counts_from_the_time_a_request_was_due() {
        try (TinyEcho server = new TinyEcho(Dialect.BINARY, Twist.RIGHT, 1)) {
            LoadReport report = run(load(server, Dialect.BINARY, 4, 8, 0, 2000, 2));
            // Half a second of it; what the machine was too slow to send is not forgotten.
            assertThat(report.toJson().getLong("sent") + report.unsent()).isEqualTo(1000);
            assertThat(report.isClean()).isTrue();
        }
    }

    @Test
    void what_a_rate_calls_for_and_no_connection_can_take_is_told() {
        try (TinyEcho server = new TinyEcho(Dialect.BRIDGE, Twist.NEVER, 1)) {
            LoadReport report = run(load(server, Dialect.BRIDGE, 1, 1, 0, 2000, 1));
            assertThat(report.missing()).isEqualTo(1);
            assertThat(report.unsent()).isPositive();
            assertThat(report.toString()).contains("not sent");
        }
    }

    @Test
    void threads_share_the_connections() {
        try (TinyEcho server = new TinyEcho(Dialect.TEXT, Twist.RIGHT, 1)) {
            LongAdder told = new LongAdder();
            LoadReport report = LoadGenerator.run(load(server, Dialect.TEXT, 5, 4, COUNT, 0, 2), told::add)
                    .await();
            assertThat(report.answered()).isEqualTo(COUNT);
            assertThat(report.toJson().getInteger("threads")).isEqualTo(2);
            assertThat(told.sum()).isEqualTo(COUNT);
        }
    }

    @Test
    void a_server_that_is_not_there_fails_it() {
        int port;
        try (TinyEcho server = new TinyEcho(Dialect.TEXT, Twist.RIGHT, 1)) {
            port = server.port();
        }
        Load load = new Load(
                "127.0.0.1", port, Dialect.TEXT, "messages", 2, 1, 16, Duration.ZERO, Duration.ofSeconds(1), 0, 0, 1);
        assertThatThrownBy(() -> run(load)).hasMessageContaining("refused");
    }

    private static LoadReport run(Dialect dialect, Twist twist, int piece) {
        try (TinyEcho server = new TinyEcho(dialect, twist, 10, piece)) {
            return run(load(server, dialect, 3, 8, COUNT, 0, 1));
        }
    }

    /** Twenty requests, of which the tenth and the twentieth go wrong. */
    private static LoadReport few(Dialect dialect, Twist twist) {
        try (TinyEcho server = new TinyEcho(dialect, twist, 10)) {
            return run(load(server, dialect, 1, 20, 20, 0, 1));
        }
    }

    private static LoadReport run(Load load) {
        return LoadGenerator.run(load, Access.OPEN, Duration.ofMillis(200), n -> {})
                .await();
    }

    private static Load load(
            TinyEcho server, Dialect dialect, int connections, int outstanding, long count, long rate, int threads) {
        return new Load(
                "127.0.0.1",
                server.port(),
                dialect,
                "messages",
                connections,
                outstanding,
                100,
                Duration.ZERO,
                Duration.ofMillis(count == 0 ? 500 : 30_000),
                count,
                rate,
                threads);
    }
}
