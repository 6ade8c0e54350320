package io.busport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.AdminClient;
import io.busport.testing.BusportProcess;
import io.busport.testing.Pace;
import io.busport.testing.TextSocket;
import io.busport.testing.Verdict;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 64 clients that do not read what is due to them, 50 MiB each, against a gateway with a heap of 192 MiB. */
@Timeout(90)
@ExtendWith(Verdict.class)
class SlowReadersLongIT {
    private static final int READERS = 64;
    private static final int COUNT = 800;
    private static final int SIZE = 64 << 10;
    private static final int BATCH = 8;
    private static final int MAX_OUTBOUND = 1 << 20;

    @Test
    void those_who_do_not_read_what_is_published_are_cut_off_and_the_others_miss_nothing() {
        try (BusportProcess gateway = smallGateway();
                TextSocket reader = new TextSocket(gateway.port())) {
            List<TextSocket> deaf = connect(gateway.port());
            deaf.forEach(d -> assertThat(d.ask("hello")).isEqualTo("you said: hello"));
            // The one who reads sets the pace: a batch is published when the one before has been read.
            for (int batch = 0; batch < COUNT / BATCH; batch++) {
                assertThat(reader.ask("publish " + BATCH + " " + SIZE + " 1")).isEqualTo("publishing");
                for (int i = 0; i < BATCH; i++) {
                    assertThat(reader.readLine()).hasSize(SIZE).startsWith("yyy");
                }
                assertThat(reader.ask("hello")).isEqualTo("you said: hello");
            }
            AdminClient admin = gateway.admin();
            deaf.forEach(d -> assertThat(admin.connection(d).orElseThrow().getString("closeReason"))
                    .isEqualTo("slow-consumer"));
            assertHealthy(gateway);
            deaf.forEach(TextSocket::close);
        }
    }

    @ParameterizedTest
    @CsvSource({"800, 65536", "50, 1048576"})
    void those_who_do_not_read_their_answers_wait_in_little_memory_and_get_them_all_in_the_end(int count, int size) {
        try (BusportProcess gateway = smallGateway()) {
            List<TextSocket> slow = connect(gateway.port());
            String questions = ("big " + size + "\n").repeat(count);
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (TextSocket client : slow) {
                // Nobody reads yet, so a question may have to wait in the kernel.
                senders.add(CompletableFuture.runAsync(() -> client.send(questions), task -> new Thread(task).start()));
            }
            AdminClient admin = gateway.admin();
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            admin.connections().stream().allMatch(c -> c.getInteger("queuedBytes") > MAX_OUTBOUND / 4));
            assertThat(admin.connections())
                    .hasSize(READERS)
                    .allSatisfy(c -> assertThat(c.getInteger("queuedBytes")).isLessThan(MAX_OUTBOUND + size));
            try (TextSocket other = new TextSocket(gateway.port())) {
                for (int i = 0; i < 100; i++) {
                    assertThat(other.ask("hello")).isEqualTo("you said: hello");
                }
            }
            // Four of them read after all, 30 MiB/s at most; the rest never do.
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (TextSocket client : slow.subList(0, 4)) {
                readers.add(CompletableFuture.runAsync(
                        () -> readAnswersSlowly(client, (size + 1L) * count), task -> new Thread(task).start()));
            }
            readers.forEach(CompletableFuture::join);
            assertHealthy(gateway);
            assertThat(admin.connections()).allSatisfy(SlowReadersLongIT::assertOpenOrStalled);
            slow.forEach(TextSocket::close);
            senders.forEach(s -> s.exceptionally(e -> null).join());
        }
    }

    private static void readAnswersSlowly(TextSocket client, long due) {
        long[] received = {0};
        Pace.every(Duration.ofMillis(2), () -> {
            received[0] += Objects.requireNonNull(client.readSome()).length;
            return received[0] < due;
        });
        assertThat(received[0]).isEqualTo(due);
        assertThat(client.ask("hello")).isEqualTo("you said: hello");
    }

    private static void assertOpenOrStalled(JsonObject c) {
        assertThat(c.getString("closeReason")).isIn(null, "write-stalled", "client-closed");
    }

    private static BusportProcess smallGateway() {
        return BusportProcess.server()
                .withTestClasses()
                .jvm("-Xmx192m", "-XX:+ExitOnOutOfMemoryError")
                .env("BUSPORT_SERVICES", "io.busport.testing.ScriptedVerticle")
                .env("BUSPORT_LIMITS_MAX_OUTBOUND", "" + MAX_OUTBOUND)
                .env("BUSPORT_LOG_RECEIVED", "false")
                .start();
    }

    private static List<TextSocket> connect(int port) {
        List<TextSocket> clients = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            clients.add(new TextSocket(port, 32 << 10));
        }
        return clients;
    }

    private static void assertHealthy(BusportProcess gateway) {
        assertThat(gateway.isAlive()).isTrue();
        assertThat(String.join("\n", gateway.err())).doesNotContain("OutOf").doesNotContain("\tat ");
        assertThat(gateway.admin().status("/health/live")).isEqualTo(200);
        assertThat(gateway.residentBytes()).isLessThan(600L << 20);
    }
}
