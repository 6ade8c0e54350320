package io.busport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.AdminClient;
import io.busport.testing.BusportProcess;
import io.busport.testing.TextSocket;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that is told to go, by SIGTERM as Kubernetes does it. */
@Timeout(60)
class DrainIT {

    @Test
    void what_was_asked_is_answered_and_then_the_process_ends_with_0() {
        try (BusportProcess gateway = scripted()
                        .env("BUSPORT_DRAIN_TIMEOUT", "10s")
                        .env("BUSPORT_DRAIN_ENDPOINT_DELAY", "700ms")
                        .start();
                TextSocket client = new TextSocket(gateway.port());
                TextSocket idle = new TextSocket(gateway.port())) {
            AdminClient admin = gateway.admin();
            assertThat(idle.ask("hello")).isEqualTo("you said: hello");
            client.send("after 1500 slow\nfast\n");
            await().until(() -> admin.connection(client)
                    .filter(c -> c.getInteger("bytesIn") == 21)
                    .isPresent());
            assertThat(admin.status("/health/ready")).isEqualTo(200);

            gateway.terminate();
            await().until(() -> admin.status("/health/ready") == 503);
            assertThat(admin.status("/health/live")).as("draining is not dying").isEqualTo(200);
            try (TextSocket late = new TextSocket(gateway.port())) {
                assertThat(late.ask("still accepting?")).isEqualTo("you said: still accepting?");
                assertThat(late.readLine()).endsWith("[drain]");
            }

            assertThat(client.readLine()).isEqualTo("slow");
            assertThat(client.readLine()).isEqualTo("you said: fast");
            assertThat(client.readLine()).isEqualTo("! closing: this gateway is going away, connect again [drain]");
            assertThat(client.readLine()).isNull();
            assertThat(idle.readLine()).endsWith("[drain]");
            assertThat(gateway.awaitExit(Duration.ofSeconds(10))).isZero();
            assertThat(String.join("\n", gateway.err()))
                    .contains("connections cut 0")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void neither_a_client_that_never_stops_nor_one_that_never_reads_nor_a_service_that_never_answers_holds_it() {
        try (BusportProcess gateway = scripted()
                        .env("BUSPORT_DRAIN_TIMEOUT", "4s")
                        .env("BUSPORT_TEXT_TIMEOUT", "1m")
                        .env("BUSPORT_LOG_RECEIVED", "false")
                        .start();
                TextSocket talker = new TextSocket(gateway.port());
                TextSocket deaf = new TextSocket(gateway.port(), 4096);
                TextSocket waiter = new TextSocket(gateway.port())) {
            waiter.send("silent\n");
            deaf.send("big 300000\n".repeat(200));
            List<@Nullable String> heard = new ArrayList<>();
            Thread talking = new Thread(() -> keepSending(talker, "and another thing\n"));
            Thread listening = new Thread(() -> keepReading(talker, heard));
            talking.start();
            listening.start();
            await().until(() -> gateway.admin().connection(waiter).isPresent());

            long told = System.nanoTime();
            gateway.terminate();
            assertThat(gateway.awaitExit(Duration.ofSeconds(10))).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - told))
                    .as("4 s, and what a busy machine takes to end a process")
                    .isLessThan(Duration.ofSeconds(7));
            assertThat(waiter.readLine()).as("told, though not answered").endsWith("[drain]");
        }
    }

    private static BusportProcess.Builder scripted() {
        return BusportProcess.server().withTestClasses().env("BUSPORT_SERVICES", "io.busport.testing.ScriptedVerticle");
    }

    private static void keepSending(TextSocket client, String text) {
        try {
            while (true) {
                client.send(text);
            }
        } catch (UncheckedIOException e) {
            // The gateway has gone.
        }
    }

    private static void keepReading(TextSocket client, List<@Nullable String> heard) {
        try {
            for (String line; (line = client.readLine()) != null; ) {
                if (line.startsWith("!")) {
                    heard.add(line);
                }
            }
        } catch (UncheckedIOException e) {
            // The gateway has gone.
        }
    }
}
