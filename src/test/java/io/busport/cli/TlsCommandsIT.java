package io.busport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.LocalGateway;
import io.busport.testing.Pki;
import io.busport.wire.Dialect;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that call with TLS: what works, and the one line for each way in which it does not. */
@Timeout(60)
class TlsCommandsIT {
    private static Pki pki;
    private static Path file = Path.of("");
    private static String token = "";
    private static LocalGateway gateway;
    private static LocalGateway strict;
    private static LocalGateway plain;

    @BeforeAll
    static void start(@TempDir Path dir) {
        file = dir.resolve("tokens");
        pki = new Pki(dir)
                .issue("ca", "old", "DNS:old.example", 0)
                .issue("here", "DNS:localhost")
                .issue("there", "DNS:there.example")
                .issue("river", "DNS:river")
                .ca("other");
        gateway = new LocalGateway(config("none").encode());
        strict = new LocalGateway(config("required").encode());
        plain = new LocalGateway("{}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        strict.close();
        plain.close();
    }

    private static JsonObject config(String clientAuth) {
        JsonArray certificates =
                new JsonArray().add(pki.entry("here")).add(pki.entry("there")).add(pki.entry("old"));
        return new JsonObject()
                .put(
                        "tls",
                        new JsonObject()
                                .put("mode", "required")
                                .put("certificates", certificates)
                                .put("clientAuth", clientAuth)
                                .put("ca", pki.crt("ca")));
    }

    @Test
    void sessions_and_text_are_inside() {
        try (Run run = new Run()) {
            assertThat(run.now(request(gateway, "--ca", pki.crt("ca")))).isZero();
            assertThat(run.typing("hi\n", "client", "localhost:" + gateway.port(), "--tls", "--ca", pki.crt("ca")))
                    .isZero();
            assertThat(run.printed()).containsExactly("hello");
            assertThat(gateway.admin().connections())
                    .anyMatch(c -> "text".equals(c.getString("dialect")) && c.getInteger("messagesOut") == 1);
            assertThat(run.now(request(
                            strict, "--ca", pki.crt("ca"), "--cert", pki.crt("river"), "--key", pki.key("river"))))
                    .isZero();
            assertThat(run.now(request(gateway, "--ca", pki.crt("ca"), "--server-name", "there.example")))
                    .isZero();
            assertThat(gateway.admin().connections())
                    .anyMatch(c -> c.getJsonObject("tls") != null
                            && "there.example".equals(c.getJsonObject("tls").getString("serverName")));
        }
    }

    @Test
    void each_failure_is_one_line_with_its_cause() {
        assertThat(failure(gateway, "--ca", pki.crt("other")))
                .endsWith("the gateway's certificate is of a CA that is not trusted here");
        assertThat(failure(gateway, "--tls")).endsWith("the gateway's certificate is of a CA that is not trusted here");
        assertThat(failure(gateway, "--ca", pki.crt("ca"), "--server-name", "old.example"))
                .contains("the gateway's certificate has expired: ");
        assertThat(failure(gateway, "--ca", pki.crt("ca"), "--server-name", "elsewhere.example"))
                .contains("the gateway's certificate is for another host: No subject alternative DNS name matching");
        assertThat(failure(strict, "--ca", pki.crt("ca")))
                .contains("the gateway wants a client certificate, or another one (");
        assertThat(failure(plain, "--ca", pki.crt("ca")))
                .endsWith("the gateway refuses the handshake, or does not speak TLS (handshake_failure)");
        assertThat(failure(gateway)).contains("only TLS is spoken here");
        assertThat(failure(gateway, "--ca", "no-such.pem"))
                .endsWith("no-such.pem: cannot be read (expected: a PEM file)");
        assertThat(failure(gateway, "--ca", pki.key("ca"))).contains("ca.key: no certificate");
    }

    @Test
    void who_shows_a_certificate_is_its_subject_and_who_shows_none_is_not_let_in() {
        JsonObject config = config("optional").put("auth", new JsonObject().put("mode", "mtls"));
        try (LocalGateway known = new LocalGateway(config.encode());
                Run run = new Run()) {
            assertThat(run.now(request(
                            known, "--ca", pki.crt("ca"), "--cert", pki.crt("river"), "--key", pki.key("river"))))
                    .isZero();
            assertThat(known.admin().connections())
                    .anyMatch(c -> "CN=river,O=Example".equals(c.getString("principal")));
            assertThat(run.now(request(known, "--ca", pki.crt("ca")))).isEqualTo(1);
            assertThat(run.said()).contains("login_required");
            assertThat(known.admin().connections()).anyMatch(c -> "login-required".equals(c.getString("closeReason")));
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void a_load_goes_inside_and_logs_in(Dialect dialect) throws IOException {
        try (LocalGateway known = new LocalGateway(tokens().encode());
                Run run = new Run()) {
            assertThat(run.now(bench(known, dialect, token))).as(run.said()).isZero();
            assertThat(new JsonObject(run.printed().get(0)).getLong("answered")).isEqualTo(40);
            assertThat(known.admin().connections())
                    .isNotEmpty()
                    .allMatch(c -> "river".equals(c.getString("principal")) && c.getJsonObject("tls") != null);
            assertThat(run.now(bench(known, dialect, "bp_wrong"))).isEqualTo(1);
            assertThat(run.said()).contains("Unable to connect to the server. not let in: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dialect=binary", "--live"})
    void a_proof_goes_inside_and_logs_in(String how) throws IOException {
        try (LocalGateway known = new LocalGateway(tokens().encode());
                Run run = new Run()) {
            String to = "localhost:" + known.port();
            assertThat(run.now("prove", to, how, "--duration", "1s", "--ca", pki.crt("ca"), "--token", token))
                    .as(run.said())
                    .isZero();
            assertThat(run.now("prove", to, "--duration", "1s", "--ca", pki.crt("ca"), "--token", "bp_wrong"))
                    .isEqualTo(1);
            assertThat(run.said()).contains("The proof does not begin: ");
        }
    }

    private static String[] bench(LocalGateway to, Dialect dialect, String with) {
        return new String[] {
            "bench",
            "localhost:" + to.port(),
            "--dialect",
            dialect.label(),
            "--connections",
            "2",
            "--outstanding",
            "2",
            "--count",
            "40",
            "--ca",
            pki.crt("ca"),
            "--token",
            with,
            "--json"
        };
    }

    /** TLS, and only who has a token is let in. */
    private static JsonObject tokens() throws IOException {
        try (Run run = new Run()) {
            assertThat(run.now("token", "river")).isZero();
            token = run.printed().get(0);
            Files.writeString(file, run.printed().get(1) + "\n");
        }
        return config("none")
                .put(
                        "auth",
                        new JsonObject()
                                .put("mode", "tokens")
                                .put("tokens", new JsonObject().put("file", file.toString())));
    }

    /** The one line of a request that cannot be made. */
    private static String failure(LocalGateway to, String... options) {
        try (Run run = new Run()) {
            assertThat(run.now(request(to, options))).isEqualTo(1);
            assertThat(run.said().lines()).hasSize(1);
            assertThat(run.said()).startsWith("Unable to connect to the server. localhost:" + to.port() + ": ");
            return run.said().strip();
        }
    }

    private static String[] request(LocalGateway to, String... options) {
        List<String> command = new ArrayList<>(List.of("request", "--to", "localhost:" + to.port()));
        command.addAll(List.of(options));
        command.addAll(List.of("messages", "hello"));
        return command.toArray(String[]::new);
    }
}
