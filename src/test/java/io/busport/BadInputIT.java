package io.busport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.AdminClient;
import io.busport.testing.LocalGateway;
import io.busport.testing.Pace;
import io.busport.testing.TextSocket;
import io.busport.wire.Stranger;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients do wrong, by mistake or on purpose. Each has its outcome and its close reason, and harms nobody else. */
@Timeout(60)
class BadInputIT {
    private static final int MAX_OUTBOUND = 256 << 10;

    private static LocalGateway gateway;
    private static AdminClient admin;

    @BeforeAll
    static void start() {
        gateway = new LocalGateway("""
                {"listen": {"firstByteTimeout": "300ms", "writeTimeout": "1s", "lingerTimeout": "5s"},
                 "services": ["io.busport.testing.ScriptedVerticle"],
                 "limits": {"maxOutbound": "256KiB"},
                 "text": {"idleTimeout": "20s"}}""");
        admin = gateway.admin();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void others_are_still_served() {
        try (TextSocket other = gateway.connect()) {
            assertThat(other.ask("still there?")).isEqualTo("you said: still there?");
        }
    }

    @Test
    void a_line_without_end_is_refused_and_the_last_word_can_be_read() throws InterruptedException {
        try (TextSocket client = gateway.connect()) {
            byte[] chunk = "x".repeat(1 << 16).getBytes(UTF_8);
            Thread sender = new Thread(() -> {
                for (int i = 0; i < 160; i++) {
                    client.send(chunk);
                }
            });
            sender.start();
            assertThat(client.readLine())
                    .isEqualTo("! closing: line too long: more than 65536 bytes without a line end (text.maxLine)"
                            + " [line-too-long]");
            assertThat(client.readLine()).isNull();
            sender.join(10_000);
            assertThat(sender.isAlive()).as("all 10 MiB could be sent").isFalse();
            client.endOutput();
            assertThat(admin.awaitCloseReason(client)).isEqualTo("line-too-long");
            assertThat(admin.connection(client).orElseThrow().getInteger("queuedBytes"))
                    .isZero();
        }
    }

    @Test
    void what_was_asked_before_the_bad_part_is_answered_first() {
        try (TextSocket client = gateway.connect()) {
            client.send("after 300 slow\nfast\n" + "x".repeat(70_000));
            assertThat(client.readLine()).isEqualTo("slow");
            assertThat(client.readLine()).isEqualTo("you said: fast");
            assertThat(client.readLine()).startsWith("! closing: line too long").endsWith("[line-too-long]");
            assertThat(client.readLine()).isNull();
        }
    }

    @Test
    void invalid_utf8_is_answered_and_the_connection_lives() {
        try (TextSocket client = gateway.connect()) {
            client.send("hello\ncaf\u00e9\n".getBytes(ISO_8859_1));
            assertThat(client.readLine()).isEqualTo("you said: hello");
            assertThat(client.readLine())
                    .isEqualTo("! not UTF-8: byte 0xE9 at position 3 of 4 (expected: text in UTF-8)");
            assertThat(client.ask("café")).isEqualTo("you said: café");
        }
    }

    @Test
    void garbage_ends_with_a_reason() {
        Random random = new Random(11);
        for (int i = 0; i < 20; i++) {
            byte[] garbage = new byte[100_000];
            random.nextBytes(garbage);
            try (TextSocket client = gateway.connect()) {
                client.send(garbage).endOutput();
                byte[] unused = client.readAll();
                assertThat(admin.awaitCloseReason(client))
                        .isIn("not-text", "stranger", "malformed", "frame-too-large", "client-closed");
            }
        }
    }

    @Test
    void three_messages_in_a_row_that_are_no_text_end_the_connection() {
        try (TextSocket client = gateway.connect()) {
            client.send("a\n\u00e9\n\u00e9\nb\n\u00e9\n\u00e9\n\u00e9\nnever\n".getBytes(ISO_8859_1));
            String all = new String(client.readAll(), UTF_8);
            assertThat(all.lines().filter(l -> l.startsWith("you said"))).containsExactly("you said: a", "you said: b");
            assertThat(all.lines().reduce((a, b) -> b).orElseThrow())
                    .startsWith("! closing: 3 messages in a row were no text")
                    .endsWith("[not-text]");
            client.endOutput();
            assertThat(admin.awaitCloseReason(client)).isEqualTo("not-text");
        }
    }

    @Test
    void a_client_that_says_nothing_is_not_kept() {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.readLine()).isNull();
            client.endOutput();
            assertThat(admin.awaitCloseReason(client)).isEqualTo("never-spoke");
        }
    }

    @Test
    void a_client_that_says_nothing_and_goes_has_closed() {
        try (TextSocket client = gateway.connect()) {
            client.endOutput();
            assertThat(client.readLine()).isNull();
            assertThat(admin.awaitCloseReason(client)).isEqualTo("client-closed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP, GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n, HTTP/1.1 400 Bad Request",
        "TLS, '\u0016\u0003\u0001\u0002\u0000', '\u0015\u0003\u0003\u0000\u0002\u0002('",
        "SSH, SSH-2.0-OpenSSH_9.6\\r\\n, ! this is not an SSH server",
        "PROXY, PROXY TCP4 192.0.2.1 192.0.2.2 1 2\\r\\n, ! a PROXY protocol header"
    })
    void a_stranger_gets_an_answer_in_its_own_language_and_the_end(Stranger stranger, String says, String hears) {
        try (TextSocket client = gateway.connect()) {
            client.send(says.replace("\\r", "\r").replace("\\n", "\n").getBytes(ISO_8859_1));
            assertThat(new String(client.readAll(), ISO_8859_1)).startsWith(hears);
            client.endOutput();
            assertThat(admin.awaitCloseReason(client)).isEqualTo("stranger");
            assertThat(admin.connection(client).orElseThrow().getString("detail"))
                    .isEqualTo(stranger.sentence());
        }
    }

    @Test
    void a_client_that_reads_a_large_answer_slowly_is_not_taken_for_one_that_does_not_read() {
        try (TextSocket client = new TextSocket(gateway.port(), 64 << 10)) {
            client.send("big 20000000\n");
            int[] received = {0};
            // 4 MiB/s: five seconds, five times the write timeout.
            Pace.every(Duration.ofMillis(15), () -> {
                received[0] += Objects.requireNonNull(client.readSome()).length;
                return received[0] < 20_000_001;
            });
            assertThat(client.ask("hello")).isEqualTo("you said: hello");
        }
    }

    @Test
    void a_client_that_asks_and_never_reads_is_bounded_and_ends() throws InterruptedException {
        AtomicBoolean cut = new AtomicBoolean();
        try (TextSocket client = new TextSocket(gateway.port(), 4096)) {
            Thread sender = new Thread(() -> {
                byte[] questions = "big 10000\n".repeat(1000).getBytes(UTF_8);
                try {
                    while (true) {
                        client.send(questions);
                    }
                } catch (java.io.UncheckedIOException e) {
                    cut.set(true);
                }
            });
            sender.start();
            int[] most = {0};
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        JsonObject c = admin.connection(client).orElseThrow();
                        most[0] = Math.max(most[0], c.getInteger("queuedBytes"));
                        return c.getString("closeReason") != null;
                    });
            assertThat(admin.awaitCloseReason(client)).isEqualTo("write-stalled");
            assertThat(most[0]).isPositive().isLessThan(MAX_OUTBOUND + 100_000);
            sender.join(10_000);
            assertThat(cut).isTrue();
        }
    }
}
