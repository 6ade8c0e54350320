package io.busport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.FreePorts;
import io.busport.testing.LocalGateway;
import io.busport.testing.Pki;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor}, on this machine: a gateway, and what may be there instead. */
@Timeout(60)
class DoctorCommandIT {
    private final Run run = new Run();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void a_gateway_is_well() {
        try (LocalGateway gateway = new LocalGateway("{}")) {
            assertThat(run.now("doctor", "--idle-probe", "1s", "localhost:" + gateway.port()))
                    .as(String.join("\n", run.printed()))
                    .isZero();
            assertThat(run.printed())
                    .contains("names", "connect", "dialect", "tls", "login", "round trip", "gateways", "your address")
                    .contains("  ✓ from here: messages of up to 60000 bytes pass")
                    .contains("  ✓ to here: messages of up to 60000 bytes pass")
                    .contains("  ✓ a connection that was silent for 1 s still lives")
                    .anyMatch(l -> l.endsWith("no address translation between"))
                    .anyMatch(l -> l.matches("  ✓ service on messages: p50 .* of 5"))
                    .last()
                    .isEqualTo("All is well.");
        }
    }

    @Test
    void with_the_right_ca_and_a_token_it_is_let_in(@TempDir Path dir) throws IOException {
        Pki pki = new Pki(dir).issue("here", "DNS:localhost").ca("other");
        assertThat(run.now("token", "river")).isZero();
        String token = run.printed().get(0);
        Path tokens = Files.writeString(dir.resolve("tokens"), run.printed().get(1));
        JsonObject config = new JsonObject()
                .put(
                        "tls",
                        new JsonObject()
                                .put("mode", "required")
                                .put("certificates", new JsonArray().add(pki.entry("here"))))
                .put(
                        "auth",
                        new JsonObject()
                                .put("mode", "tokens")
                                .put("tokens", new JsonObject().put("file", tokens.toString())));
        try (LocalGateway gateway = new LocalGateway(config.encode())) {
            String to = "localhost:" + gateway.port();
            assertThat(run.now("doctor", "--connects", "1", "--ca", pki.crt("ca"), "--token", token, to))
                    .as(String.join("\n", run.printed()))
                    .isZero();
            assertThat(run.printed())
                    .anyMatch(
                            l -> l.matches("  ✓ .* shows a certificate that is trusted, for the host that was called"))
                    .anyMatch(l -> l.matches("  ✓ .* lets us in with the token"));
            assertThat(run.now("doctor", "--connects", "1", "--ca", pki.crt("other"), "--token", token, to))
                    .isEqualTo(1);
            assertThat(run.printed())
                    .anyMatch(l -> l.matches("  ✗ .*: the gateway's certificate is of a CA that is not trusted here"));
            assertThat(run.now("doctor", "--connects", "1", "--ca", pki.crt("ca"), "--token", "wrong", to))
                    .isEqualTo(1);
            assertThat(run.printed()).anyMatch(l -> l.matches("  ✗ .* does not let us in: login_failed.*"));
        }
    }

    @Test
    void what_is_not_permitted_is_left_open() {
        String strict = "{\"permissions\": {\"inbound\": [{\"address\": \"other\"}], \"outbound\": []}}";
        try (LocalGateway gateway = new LocalGateway(strict)) {
            assertThat(run.now("doctor", "--idle-probe", "1s", "127.0.0.1:" + gateway.port()))
                    .as(String.join("\n", run.printed()))
                    .isZero();
            assertThat(run.printed())
                    .contains("  – service on messages: not permitted to ask")
                    .contains("  ✓ from here: messages of up to 60000 bytes pass")
                    .anyMatch(l -> l.startsWith("  – not examined: messages to here: access_denied"))
                    .anyMatch(l -> l.startsWith("  – the gateway could not be made to speak first"));
        }
    }

    @Test
    void what_is_there_instead_is_named() throws IOException {
        int closed = FreePorts.withDistances(1).get(0);
        try (LocalGateway gateway = new LocalGateway("{}");
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var http = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            http.start();
            try {
                String stranger = "127.0.0.1:" + http.getAddress().getPort();
                String mute = "127.0.0.1:" + silent.getLocalPort();
                int code = run.now(
                        "doctor",
                        "--json",
                        "--timeout",
                        "700ms",
                        "127.0.0.1:" + closed,
                        mute,
                        stranger,
                        "127.0.0.1:" + gateway.port());
                assertThat(code).isEqualTo(1);
                JsonObject report =
                        new JsonObject(run.printed().get(run.printed().size() - 1));
                assertThat(facts(report, 1).getJsonObject("127.0.0.1:" + closed).getString("outcome"))
                        .isEqualTo("refused");
                assertThat(facts(report, 2).getMap())
                        .containsEntry(mute, "silent")
                        .containsEntry(stranger, "stranger")
                        .containsEntry("127.0.0.1:" + gateway.port(), "gateway");
                assertThat(report.encode()).contains(stranger + " is an HTTP server");
            } finally {
                http.stop(0);
            }
        }
    }

    private static JsonObject facts(JsonObject report, int section) {
        return report.getJsonArray("sections").getJsonObject(section).getJsonObject("facts");
    }

    @Test
    void wrong_usage_is_exit_code_2() {
        assertThat(run.now("doctor")).isEqualTo(2);
        assertThat(run.said()).contains("no address (expected: HOST:PORT)");
        assertThat(run.now("doctor", "127.0.0.1:1", "--connects", "0")).isEqualTo(2);
        assertThat(run.said()).contains("--connects: 0 (expected: 1 to 100)");
        assertThat(run.now("doctor", "127.0.0.1")).isEqualTo(2);
        assertThat(run.printed()).isEmpty();
    }
}
