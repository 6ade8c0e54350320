package io.busport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.AdminClient;
import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client with a plain socket experiences, with the gateway as it ships: the echo service and the default configuration. */
@Timeout(60)
class GatewayIT {
    @AutoClose
    private static final LocalGateway gateway = new LocalGateway("{}");

    @Test
    void a_client_that_sends_without_a_line_end_gets_its_answer() {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.send("안녕하세요").readLine()).isEqualTo("안녕하세요");
        }
    }

    @Test
    void two_sends_with_a_pause_between_are_two_messages() {
        try (TextSocket client = gateway.connect()) {
            // The first answer is the proof of the pause: it comes only after the quiet time.
            assertThat(client.send("first").readLine()).isEqualTo("first");
            assertThat(client.send("second").readLine()).isEqualTo("second");
            assertThat(client.send("\r\n").ask("third"))
                    .as("a late line end is no message")
                    .isEqualTo("third");
        }
    }

    @Test
    void a_client_that_starts_like_a_stranger_and_is_none_is_served() {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.send("G").readLine()).as("the beginning of GET").isEqualTo("G");
        }
        try (TextSocket client = gateway.connect()) {
            assertThat(client.send("P").endOutput().readLine()).isEqualTo("P");
            assertThat(client.readLine()).isNull();
        }
    }

    @Test
    void a_long_text_in_odd_pieces_comes_back_whole() {
        String text = "가나다라마바사아자차카타파하 ".repeat(125);
        byte[] bytes = (text + "\n").getBytes(UTF_8);
        assertThat(bytes.length).isGreaterThan(5000);
        Random random = new Random(7);
        try (TextSocket client = gateway.connect()) {
            for (int at = 0; at < bytes.length; ) {
                int next = Math.min(bytes.length, at + 1 + random.nextInt(97));
                client.send(Arrays.copyOfRange(bytes, at, next));
                at = next;
            }
            assertThat(client.readLine()).isEqualTo(text);
        }
    }

    @Test
    void a_client_that_ends_its_input_gets_all_its_answers_in_order_and_then_the_end() {
        StringBuilder questions = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            questions.append("question ").append(i).append('\n');
            expected.add("question " + i);
        }
        try (TextSocket client = gateway.connect()) {
            client.send(questions + "no line end").endOutput();
            expected.add("no line end");
            assertThat(new String(client.readAll(), UTF_8).lines()).containsExactlyElementsOf(expected);
            assertThat(gateway.admin().awaitCloseReason(client)).isEqualTo("client-closed");
        }
    }

    @Test
    void a_client_that_ends_with_half_a_line_end_is_not_kept_waiting() {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.send("hello").readLine()).isEqualTo("hello");
            client.send("\r").endOutput();
            assertThat(client.readLine()).isNull();
        }
    }

    @Test
    void what_is_published_reaches_every_text_connection() {
        List<TextSocket> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TextSocket client = gateway.connect();
            clients.add(client);
            // A connection is a text connection once it has spoken.
            assertThat(client.ask("hello")).isEqualTo("hello");
        }
        var unused = gateway.bus().publish("broadcast", "한 줄\n두 줄");
        var unused2 = gateway.bus().publish("broadcast", new JsonObject().put("n", 2));
        for (TextSocket client : clients) {
            assertThat(client.readLine()).isEqualTo("한 줄\\n두 줄");
            assertThat(client.readLine()).isEqualTo("{\"n\":2}");
            client.close();
        }
    }

    @Test
    void the_bus_hears_who_comes_and_goes() {
        List<JsonObject> events = new CopyOnWriteArrayList<>();
        var consumer = gateway.bus().<JsonObject>consumer("busport.events", m -> events.add(m.body()));
        String peer;
        try (TextSocket client = gateway.connect()) {
            peer = client.localAddress();
            assertThat(client.ask("hello")).isEqualTo("hello");
        }
        await().until(() ->
                events.stream().filter(e -> peer.equals(e.getString("peer"))).count() == 2);
        List<JsonObject> own =
                events.stream().filter(e -> peer.equals(e.getString("peer"))).toList();
        String id = own.get(0).getString("connection");
        assertThat(id).isNotBlank();
        assertThat(own)
                .containsExactly(
                        new JsonObject()
                                .put("event", "connected")
                                .put("connection", id)
                                .put("peer", peer),
                        new JsonObject()
                                .put("event", "disconnected")
                                .put("connection", id)
                                .put("peer", peer)
                                .put("reason", "client-closed"));
        var unused = consumer.unregister();
    }

    @Test
    void the_admin_server_tells_what_a_connection_has_done() {
        AdminClient admin = gateway.admin();
        assertThat(admin.status("/health/started")).isEqualTo(200);
        assertThat(admin.status("/health/ready")).isEqualTo(200);
        assertThat(admin.status("/health/live")).isEqualTo(200);
        assertThat(admin.status("/nothing")).isEqualTo(404);
        try (TextSocket client = gateway.connect()) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            JsonObject c = admin.connection(client).orElseThrow();
            assertThat(c.getString("state")).isEqualTo("open");
            assertThat(c.getString("dialect")).isEqualTo("text");
            assertThat(c.getLong("bytesIn")).isEqualTo(6);
            assertThat(c.getLong("bytesOut")).isEqualTo(6);
            assertThat(c.getLong("messagesIn")).isEqualTo(1);
            assertThat(c.getLong("messagesOut")).isEqualTo(1);
            assertThat(c.getInteger("queuedBytes")).isZero();
            assertThat(c.getInteger("pending")).isZero();
            assertThat(c.getString("closeReason")).isNull();
        }
    }
}
