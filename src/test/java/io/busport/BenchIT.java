package io.busport;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BusportProcess;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code busport bench}, run as a user runs it. */
@Timeout(120)
class BenchIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void a_gateway_answers_all_of_it() {
        try (BusportProcess gateway = gateway().start();
                BusportProcess bench =
                        bench(gateway, "--json", "--connections", "20", "--count", "2000", "--duration", "30s")) {
            assertThat(bench.awaitExit(LIMIT))
                    .as("%s %s", bench.out(), bench.err())
                    .isZero();
            JsonObject report = new JsonObject(String.join("", bench.out()));
            assertThat(report.getInteger("answered")).isEqualTo(2000);
            assertThat(report.getInteger("wrong")).isZero();
            assertThat(report.getJsonObject("latencyMicros").getDouble("p99")).isPositive();
            assertThat(bench.err()).isEmpty();
        }
    }

    @Test
    void a_person_reads_throughput_latency_and_errors() {
        try (BusportProcess gateway = gateway().start();
                BusportProcess bench = bench(gateway, "--rate", "500", "--duration", "1s", "--warmup", "0")) {
            assertThat(bench.awaitExit(LIMIT))
                    .as("%s %s", bench.out(), bench.err())
                    .isZero();
            assertThat(bench.out())
                    .hasSize(4)
                    .anyMatch(l -> l.startsWith("throughput  "))
                    .anyMatch(l -> l.startsWith("latency     p50 "))
                    .contains("errors      0 failed, 0 wrong, 0 missing, 0 connections lost");
        }
    }

    @Test
    void a_service_that_is_not_there_is_a_failure() {
        try (BusportProcess gateway =
                        gateway().env("BUSPORT_TEXT_ADDRESS", "nobody").start();
                BusportProcess bench = bench(gateway, "--count", "100")) {
            assertThat(bench.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(bench.out()).contains("first       answered: no handlers for nobody");
        }
    }

    @Test
    void wrong_usage_is_told_from_a_server_that_is_not_there() {
        try (BusportProcess usage = BusportProcess.command("bench", "127.0.0.1:1", "--size", "0")
                        .start();
                BusportProcess dialect = BusportProcess.command("bench", "127.0.0.1:1", "--dialect", "latin")
                        .start();
                BusportProcess server =
                        BusportProcess.command("bench", "127.0.0.1:1").start()) {
            assertThat(usage.awaitExit(LIMIT)).isEqualTo(2);
            assertThat(usage.err()).anyMatch(l -> l.contains("--size: 0 (expected: a number from 8"));
            assertThat(dialect.awaitExit(LIMIT)).isEqualTo(2);
            assertThat(dialect.err())
                    .anyMatch(l -> l.contains("'latin' (expected: one of text, json-lines, bridge, binary)"));
            assertThat(server.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(server.err()).anyMatch(l -> l.startsWith("Unable to connect to the server."));
        }
    }

    /** Lines alone end messages: where everything is slow, the quiet time is another end. */
    private static BusportProcess.Builder gateway() {
        return BusportProcess.server().env("BUSPORT_TEXT_FLUSH_AFTER", "0").env("BUSPORT_TEXT_TIMEOUT", "30s");
    }

    private static BusportProcess bench(BusportProcess gateway, String... options) {
        List<String> arguments = new ArrayList<>(List.of("bench", "127.0.0.1:" + gateway.port()));
        arguments.addAll(List.of(options));
        return BusportProcess.command(arguments.toArray(String[]::new)).start();
    }
}
