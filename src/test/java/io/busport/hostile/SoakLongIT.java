package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.client.Endpoint;
import io.busport.config.Units;
import io.busport.nat.Fault;
import io.busport.prove.Plan;
import io.busport.prove.Proof;
import io.busport.testing.AdminClient;
import io.busport.testing.BusportProcess;
import io.busport.testing.Verdict;
import io.busport.testing.Verdict.Facts;
import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is used for a while as the internet uses one: clients with sessions whose paths break, clients that come and vanish,
 * attackers, slow readers, and a configuration that changes. Nothing that was confirmed is lost, and in the end the gateway holds what it
 * held at the start.
 *
 * <p>{@code -Dbusport.soak=20m} goes on for longer than three minutes, {@code -Dbusport.soak.seed=7} makes the same clients again.
 */
@ExtendWith(Verdict.class)
class SoakLongIT {
    private static final Duration DURATION =
            Objects.requireNonNull(Units.parseDuration(System.getProperty("busport.soak", "3m")), "busport.soak");
    private static final Duration SESSIONS_END = Duration.ofSeconds(90);
    private static final int ATTACKERS = 30;

    private final long seed = Long.getLong("busport.soak.seed", new Random().nextInt(1_000_000));
    private final Vertx vertx = Vertx.vertx();

    @Test
    void in_the_end_everything_is_as_it_was(@TempDir Path dir, Facts facts) throws Exception {
        Path file = dir.resolve("busport.yaml");
        try (Reloads reloads = new Reloads(file);
                BusportProcess gateway = gateway(file)) {
            int port = gateway.port();
            visit(port, Duration.ofSeconds(5)); // code is loaded and compiled
            awaitNobody(gateway);
            Census start = Census.of(gateway);

            io.busport.prove.Verdict proof;
            Visitors visitors = new Visitors(port, seed);
            Mob mob = new Mob(port, ATTACKERS, seed).start();
            reloads.start();
            try (visitors;
                    mob) {
                proof = prove(port);
            } finally {
                reloads.stop();
            }
            awaitNobody(gateway);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> Census.of(gateway).assertBackAt(start));

            say(facts, DURATION.toSeconds() + " s, -Dbusport.soak.seed=" + seed);
            say(facts, visitors.visits() + " visitors; attackers: " + mob + "; " + reloads.written() + " reloads");
            say(
                    facts,
                    proof.sent() + " messages, " + proof.delivered() + " of " + proof.due() + " deliveries, "
                            + proof.lost() + " lost, " + proof.faults() + " faults, " + proof.reconnects()
                            + " reconnects");
            say(facts, "before: " + start);
            say(facts, "after:  " + Census.of(gateway));
            assertThat(proof.passes()).as("%s", proof).isTrue();
            assertThat(proof.faults()).isPositive();
            assertThat(visitors.failure()).isNull();
            assertThat(mob.failure()).isNull();
            assertThat(expired(gateway)).as("sessions that expired").isPositive();
            assertThat(gateway.err()).anyMatch(line -> line.contains("Permissions reloaded"));
            assertThat(gateway.err()).anyMatch(line -> line.contains("Configuration rejected"));
            Gateways.assertUnharmed(gateway, "Configuration rejected");
            say(facts, "PASS");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static BusportProcess gateway(Path file) {
        return Gateways.small("192m")
                .arguments("--conf", file.toString())
                .env("BUSPORT_RELOAD_INTERVAL", "500ms")
                .env("BUSPORT_LISTEN_FIRST_BYTE_TIMEOUT", "2s")
                .env("BUSPORT_LISTEN_WRITE_TIMEOUT", "5s")
                .env("BUSPORT_LIMITS_MAX_OUTBOUND", "1MiB")
                .env("BUSPORT_SESSIONS_EXPIRY", "20s")
                .env("BUSPORT_SESSIONS_REMEMBER", "5s")
                .start();
    }

    private void visit(int port, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try (Visitors visitors = new Visitors(port, seed)) {
            await().atMost(time.plusSeconds(10)).until(() -> System.nanoTime() > end);
            assertThat(visitors.failure()).isNull();
        }
    }

    private io.busport.prove.Verdict prove(int port) throws Exception {
        Plan plan = new Plan(
                List.of(new Endpoint("127.0.0.1", port)),
                false,
                Dialect.BINARY,
                2,
                2,
                50,
                200,
                DURATION,
                List.of(Fault.RESET, Fault.HALF_OPEN, Fault.REBIND, Fault.STALL_OUT),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20));
        return Proof.run(vertx, plan, new Proof.Audience() {
                    @Override
                    public void say(String line) {}

                    @Override
                    public void progress(long sent, long delivered) {}
                })
                .await(DURATION.toSeconds() + 180, TimeUnit.SECONDS);
    }

    private static void awaitNobody(BusportProcess gateway) {
        AdminClient admin = gateway.admin();
        await().atMost(SESSIONS_END)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> admin.open() == 0
                        && new JsonArray(admin.get("/sessions").body()).isEmpty());
    }

    private static long expired(BusportProcess gateway) {
        return gateway.admin()
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("busport_sessions_ended_total{how=\"expired\"}"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void say(Facts facts, String fact) {
        System.out.println("SOAK: " + fact);
        facts.add(fact);
    }
}
