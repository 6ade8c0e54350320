package io.busport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in, and whom the gateway takes them for. */
@Timeout(60)
class EntranceIT {
    private static final String V1 = "PROXY TCP4 203.0.113.7 192.0.2.1 51112 8000\r\n";
    /** Version 2, PROXY, TCP over IPv4, twelve bytes: 203.0.113.7:51112 to 192.0.2.1:8000. */
    private static final String V2 = new String(
            HexFormat.of()
                    .parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "cb007107" + "c0000201" + "c7a8" + "1f40"),
            ISO_8859_1);

    private static final String TRUSTED =
            "{\"listen\": {\"proxyProtocol\": {\"mode\": \"optional\", \"trusted\": [\"127.0.0.0/8\"]}}}";

    @Test
    void a_trusted_proxy_says_whose_connection_it_is() {
        try (LocalGateway gateway = new LocalGateway(TRUSTED)) {
            List<JsonObject> events = new CopyOnWriteArrayList<>();
            var unused = gateway.bus().<JsonObject>consumer("busport.events", m -> events.add(m.body()));
            for (String header : List.of(V1, V2)) {
                try (TextSocket client = gateway.connect()) {
                    byte[] all = (header + "hello\n").getBytes(ISO_8859_1);
                    for (byte b : all) {
                        var unused2 = client.send(new byte[] {b});
                    }
                    assertThat(client.readLine()).isEqualTo("hello");
                    assertThat(gateway.admin().connections())
                            .anyMatch(c -> "203.0.113.7:51112".equals(c.getString("observed"))
                                    && String.valueOf(c.getString("via")).startsWith("127.0.0.1:")
                                    && isOpen(c));
                }
            }
            await().until(() -> events.stream()
                            .filter(e -> "203.0.113.7:51112".equals(e.getString("peer")))
                            .count()
                    == 4);
        }
    }

    @Test
    void a_trusted_peer_without_a_header_is_a_client_itself() {
        try (LocalGateway gateway = new LocalGateway(TRUSTED);
                TextSocket client = gateway.connect()) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(gateway.admin().connection(client)).isPresent();
        }
    }

    @Test
    void a_header_that_is_wrong_or_from_anybody_else_is_refused() {
        try (LocalGateway gateway = new LocalGateway(TRUSTED);
                TextSocket client = gateway.connect()) {
            assertThat(client.send("PROXY TCP4 nonsense\r\n").readAll()).isEmpty();
            assertThat(gateway.admin().awaitCloseReason(client)).isEqualTo("proxy-refused");
        }
        try (LocalGateway gateway = new LocalGateway(TRUSTED.replace("127.0.0.0/8", "10.0.0.0/8"));
                TextSocket client = gateway.connect()) {
            assertThat(client.send(V1).readLine()).startsWith("! a PROXY protocol header is not expected");
            assertThat(gateway.admin().awaitCloseReason(client)).isEqualTo("proxy-refused");
        }
    }

    @Test
    void where_every_connection_has_to_be_introduced_nobody_else_gets_in() {
        try (LocalGateway gateway = new LocalGateway(TRUSTED.replace("optional", "required"));
                TextSocket client = gateway.connect();
                TextSocket introduced = gateway.connect();
                TextSocket check = gateway.connect()) {
            assertThat(client.send("hello\n").readAll()).isEmpty();
            assertThat(gateway.admin().awaitCloseReason(client)).isEqualTo("proxy-refused");
            assertThat(introduced.ask(V1 + "hello")).isEqualTo("hello");
            assertThat(check.ask("PROXY UNKNOWN\r\nhello")).isEqualTo("hello");
        }
    }

    @Test
    void a_header_that_does_not_end_is_ended() {
        JsonObject config = new JsonObject(TRUSTED)
                .mergeIn(new JsonObject("{\"listen\": {\"proxyProtocol\": {\"timeout\": \"100ms\"}}}"), true);
        try (LocalGateway gateway = new LocalGateway(config.encode());
                TextSocket slow = gateway.connect();
                TextSocket gone = gateway.connect()) {
            var unused = slow.send("PROXY TCP4 203.0.113.7");
            unused = gone.send("PROXY TCP4 203.0.113.7").endOutput();
            assertThat(gateway.admin().awaitCloseReason(gone)).isEqualTo("proxy-refused");
            assertThat(gateway.admin().awaitCloseReason(slow)).isEqualTo("proxy-refused");
            assertThat(gateway.admin().connection(slow).orElseThrow().getString("detail"))
                    .isEqualTo("no whole PROXY protocol header within 100 ms");
        }
    }

    @Test
    void one_client_more_than_the_gateway_takes_is_refused_and_let_in_when_another_left() throws IOException {
        try (LocalGateway gateway = new LocalGateway("{\"limits\": {\"maxConnections\": 2}}");
                TextSocket first = gateway.connect()) {
            assertThat(first.ask("1")).isEqualTo("1");
            try (TextSocket second = gateway.connect()) {
                assertThat(second.ask("2")).isEqualTo("2");
                try (Socket third = new Socket("127.0.0.1", gateway.port())) {
                    String observed = "127.0.0.1:" + third.getLocalPort();
                    await().until(() -> gateway.admin().connections().stream()
                            .anyMatch(c -> observed.equals(c.getString("observed"))
                                    && "too-many-connections".equals(c.getString("closeReason"))));
                }
            }
            await().until(() -> gateway.admin().open() == 1);
            try (TextSocket again = gateway.connect()) {
                assertThat(again.ask("3")).isEqualTo("3");
            }
            assertThat(first.ask("still")).isEqualTo("still");
        }
    }

    @Test
    void the_limit_for_one_address_counts_the_clients_behind_a_proxy_by_their_own() {
        JsonObject config = new JsonObject(TRUSTED).put("limits", new JsonObject().put("maxConnectionsPerAddress", 1));
        try (LocalGateway gateway = new LocalGateway(config.encode());
                TextSocket first = gateway.connect();
                TextSocket other = gateway.connect();
                TextSocket same = gateway.connect()) {
            assertThat(first.ask(V1 + "1")).isEqualTo("1");
            assertThat(other.ask(V1.replace("113.7", "113.8") + "2")).isEqualTo("2");
            var unused = same.send(V1 + "3\n");
            await().until(() -> gateway.admin().connections().stream()
                    .anyMatch(c -> "too-many-connections".equals(c.getString("closeReason"))
                            && String.valueOf(c.getString("detail")).contains("203.0.113.7")));
        }
    }

    @Test
    void more_in_a_second_than_the_rate_allows_are_refused() {
        try (LocalGateway gateway = new LocalGateway("{\"limits\": {\"acceptRate\": 3}}")) {
            List<TextSocket> burst = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                burst.add(gateway.connect());
            }
            await().until(() -> gateway.admin().connections().stream()
                    .anyMatch(c -> "too-many-connections".equals(c.getString("closeReason"))
                            && String.valueOf(c.getString("detail")).contains("limits.acceptRate")));
            await("a later one comes in").until(() -> {
                try (TextSocket later = gateway.connect()) {
                    return "x".equals(later.ask("x"));
                } catch (AssertionError | RuntimeException refused) {
                    return false;
                }
            });
            burst.forEach(TextSocket::close);
        }
    }

    private static boolean isOpen(JsonObject connection) {
        return connection.getString("closed") == null;
    }
}
