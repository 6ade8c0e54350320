package io.busport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.BusportProcess;
import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Ends that nobody's bad input brings about, and where they are told. */
class EndingsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Test
    void a_connection_on_which_nothing_is_said_ends_when_that_is_asked_for() {
        try (LocalGateway gateway = new LocalGateway("""
                        {"text": {"idleTimeout": "300ms"}}""");
                TextSocket client = gateway.connect()) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(client.readLine()).isEqualTo("! closing: nothing was said for 300 ms [idle]");
            client.endOutput();
            assertThat(gateway.admin().awaitCloseReason(client)).isEqualTo("idle");
        }
    }

    @Test
    void a_reset_is_told_from_an_orderly_end() throws Exception {
        try (LocalGateway gateway = new LocalGateway("{}")) {
            List<JsonObject> events = new CopyOnWriteArrayList<>();
            gateway.bus().<JsonObject>consumer("busport.events", m -> events.add(m.body()));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
                client.getOutputStream().write("hello\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                assertThat(client.getInputStream().read()).isEqualTo('h');
                client.setSoLinger(true, 0);
            }
            await().atMost(DEADLINE).until(() -> events.size() == 2);
            assertThat(events.get(0).getString("event")).isEqualTo("connected");
            assertThat(events.get(1).getString("event")).isEqualTo("disconnected");
            assertThat(events.get(1).getString("reason")).isEqualTo("client-reset");
            assertThat(events.get(1).getString("connection"))
                    .isEqualTo(events.get(0).getString("connection"));
        }
    }

    @Test
    void an_answer_that_is_no_text_is_a_failure_and_the_connection_lives() {
        try (LocalGateway gateway = new LocalGateway("""
                        {"services": [], "text": {"address": "lists"}}""");
                TextSocket client = gateway.connect()) {
            gateway.bus()
                    .<String>consumer(
                            "lists",
                            m -> m.reply(
                                    m.body().equals("json") ? new JsonObject().put("a", 1) : Duration.ofSeconds(1)));
            assertThat(client.ask("json")).isEqualTo("{\"a\":1}");
            assertThat(client.ask("other")).startsWith("! ");
            assertThat(client.ask("json")).isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void a_little_news_does_not_end_a_client_that_still_reads_a_large_answer() {
        String large = "x".repeat(16 << 20);
        try (LocalGateway gateway = new LocalGateway("""
                        {"services": [], "text": {"address": "large"}}""");
                TextSocket client = new TextSocket(gateway.port(), 4096)) {
            gateway.bus().<String>consumer("large", m -> m.reply(large));
            client.send("now\n");
            await().atMost(DEADLINE)
                    .until(() -> gateway.admin()
                            .connection(client)
                            .filter(c -> c.getInteger("queuedBytes") > 8 << 20)
                            .isPresent());
            gateway.bus().publish("broadcast", "news");
            assertThat(client.readLine()).isEqualTo(large);
            assertThat(client.readLine()).isEqualTo("news");
        }
    }

    @Test
    void the_log_is_json_when_that_is_asked_for() {
        try (BusportProcess gateway =
                BusportProcess.server().env("BUSPORT_LOG", "json").start()) {
            await().atMost(DEADLINE).until(() -> !gateway.out().isEmpty());
            assertThat(new JsonObject(gateway.out().get(0)).getString("formattedMessage"))
                    .startsWith("Listening on 0.0.0.0:");
            gateway.terminate();
            assertThat(gateway.awaitExit(DEADLINE)).isZero();
            assertThat(gateway.err())
                    .allSatisfy(line ->
                            assertThat(new JsonObject(line).getString("level")).isEqualTo("INFO"));
        }
    }
}
