package io.busport.security.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.busport.testing.BinarySocket;
import io.busport.testing.BridgeSocket;
import io.busport.testing.LineProcess;
import io.busport.testing.LocalGateway;
import io.busport.testing.Pki;
import io.busport.testing.TextSocket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS on the gateway's one port, with sockets of the JDK and the openssl program. */
@Timeout(60)
class TlsIT {
    private static Pki pki;
    private static LocalGateway gateway;

    @BeforeAll
    static void start(@TempDir Path dir) {
        pki = new Pki(dir)
                .issue("first", "DNS:localhost,IP:127.0.0.1")
                .issue("second", "DNS:b.example,DNS:*.c.example")
                .issue("river", "DNS:river")
                .ca("other")
                .issue("other", "stranger", "DNS:stranger", 30);
        gateway = new LocalGateway(config("optional", "optional"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String config(String mode, String clientAuth) {
        return new JsonObject()
                .put(
                        "tls",
                        new JsonObject()
                                .put("mode", mode)
                                .put(
                                        "certificates",
                                        new JsonArray().add(pki.entry("first")).add(pki.entry("second")))
                                .put("clientAuth", clientAuth)
                                .put("ca", pki.crt("ca")))
                .encode();
    }

    private static TextSocket inside(LocalGateway to) throws IOException {
        return new TextSocket(pki.connect(to.port(), null));
    }

    @Test
    void every_dialect_is_spoken_inside_and_outside() throws IOException {
        String request = new JsonObject()
                .put("type", "send")
                .put("address", "messages")
                .put("replyAddress", "r")
                .put("body", "hello")
                .encode();
        try (TextSocket text = inside(gateway);
                TextSocket jsonLines = inside(gateway);
                BridgeSocket bridge = new BridgeSocket(inside(gateway), Duration.ofSeconds(10));
                BinarySocket binary = new BinarySocket(inside(gateway));
                TextSocket plain = gateway.connect()) {
            assertThat(text.ask("hello")).isEqualTo("hello");
            assertThat(jsonLines.ask(request)).contains("\"hello\"");
            bridge.send(request);
            assertThat(bridge.read().getString("body")).isEqualTo("hello");
            binary.request("messages", "r", Buffer.buffer("hello"));
            assertThat(binary.readMessage("r")).isEqualTo(Buffer.buffer("hello"));
            assertThat(plain.ask("hello")).isEqualTo("hello");
            assertThat(gateway.admin().connections())
                    .filteredOn(c -> "open".equals(c.getString("state")) && c.getJsonObject("tls") != null)
                    .extracting(c -> c.getString("dialect"))
                    .containsExactlyInAnyOrder("text", "json-lines", "bridge", "binary");
        }
    }

    @Test
    void a_client_that_ends_its_output_gets_all_its_answers() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port());
                TextSocket client = new TextSocket(
                        pki.context(null).getSocketFactory().createSocket(socket, "127.0.0.1", gateway.port(), true))) {
            var unused = client.send("a\nb\nc");
            socket.shutdownOutput(); // as Python's ssl module and our own client do it
            assertThat(new String(client.readAll(), UTF_8)).isEqualTo("a\nb\nc\n");
        }
    }

    @Test
    void protocols_before_1_2_are_refused() {
        for (String old : List.of("-tls1", "-tls1_1")) {
            // Its own libraries would refuse, too, unless told not to.
            assertThat(openssl(old, "-cipher", "ALL:@SECLEVEL=0")).contains("alert protocol version");
        }
        assertThat(openssl("-tls1_2")).contains("Protocol  : TLSv1.2").contains("Verify return code: 0 (ok)");
        assertThat(openssl("-tls1_3")).contains("TLSv1.3").contains("Verify return code: 0 (ok)");
        assertThat(openssl("-tls1_2", "-cipher", "AES128-SHA:AES128-GCM-SHA256"))
                .contains("alert handshake failure");
        await().untilAsserted(() -> assertThat(gateway.admin().connections())
                .filteredOn(c -> "tls-failed".equals(c.getString("closeReason")))
                .extracting(c -> c.getString("detail"))
                .contains("Client requested protocol TLSv1.1 is not enabled or supported in server context"));
    }

    private static String openssl(String... arguments) {
        return openssl(gateway, arguments);
    }

    private static String openssl(LocalGateway to, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "timeout",
                "10",
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + to.port(),
                "-CAfile",
                pki.crt("ca")));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_host_that_a_client_names_picks_the_certificate() throws Exception {
        assertThat(subjectFor("b.example")).contains("CN=second");
        assertThat(subjectFor("x.c.example")).contains("CN=second");
        assertThat(subjectFor("localhost")).contains("CN=first");
        assertThat(subjectFor("unknown.example")).contains("CN=first");
    }

    private static String subjectFor(String host) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) pki.context(null).getSocketFactory().createSocket("127.0.0.1", gateway.port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    @Test
    void a_client_certificate_is_shown_by_its_subject() throws IOException {
        try (TextSocket client = new TextSocket(pki.connect(gateway.port(), "river"))) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(gateway.admin()
                            .connection(client)
                            .orElseThrow()
                            .getJsonObject("tls")
                            .getString("subject"))
                    .isEqualTo("CN=river,O=Example");
        }
    }

    @Test
    void a_client_certificate_that_is_missing_or_of_another_CA_is_one_line() throws IOException {
        try (LocalGateway strict = new LocalGateway(config("required", "required"))) {
            try (TextSocket client = new TextSocket(pki.connect(strict.port(), "river"))) {
                assertThat(client.ask("hello")).isEqualTo("hello");
            }
            // With TLS 1.3 a client learns of it when it reads.
            assertThatThrownBy(() -> {
                        try (SSLSocket socket = pki.connect(strict.port(), null)) {
                            socket.getOutputStream().write("hello\n".getBytes(UTF_8));
                            assertThat(socket.getInputStream().read()).isNegative();
                        }
                    })
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("Received fatal alert");
            // The JDK does not even show a certificate that the gateway would not want.
            assertThat(openssl(strict, "-cert", pki.crt("stranger"), "-key", pki.key("stranger"), "-ign_eof"))
                    .contains("alert");
            await().untilAsserted(() -> assertThat(strict.admin().connections())
                    .filteredOn(c -> "tls-failed".equals(c.getString("closeReason")))
                    .extracting(c -> c.getString("detail"))
                    .containsExactlyInAnyOrder(
                            "no client certificate (expected: one, tls.clientAuth)",
                            "a client certificate of a CA that is not in tls.ca"));
        }
    }

    @Test
    void where_TLS_is_required_others_are_told_in_their_dialect() throws IOException {
        try (LocalGateway strict = new LocalGateway(config("required", "none"));
                TextSocket text = strict.connect();
                TextSocket jsonLines = strict.connect();
                TextSocket inside = inside(strict)) {
            String words = "closing: only TLS is spoken here (expected: a TLS handshake first) [tls-required]";
            assertThat(text.ask("hello")).isEqualTo("! " + words);
            assertThat(jsonLines.ask("{\"type\":\"ping\"}")).startsWith("{").contains(words);
            assertThat(strict.admin().awaitCloseReason(text)).isEqualTo("tls-required");
            assertThat(inside.ask("hello")).isEqualTo("hello");
        }
    }

    @Test
    void a_handshake_that_does_not_end_is_ended() {
        JsonObject config = new JsonObject(config("optional", "none"))
                .mergeIn(new JsonObject("{\"tls\": {\"handshakeTimeout\": \"300ms\"}}"), true);
        try (LocalGateway hasty = new LocalGateway(config.encode());
                TextSocket silent = hasty.connect();
                TextSocket gone = hasty.connect();
                TextSocket garbage = hasty.connect()) {
            var unused = silent.send(new byte[] {0x16, 3, 1});
            unused = gone.send(new byte[] {0x16, 3, 1}).endOutput();
            unused = garbage.send(new byte[] {0x16, 3, 1, 0, 4, 9, 9, 9, 9});
            assertThat(hasty.admin().awaitCloseReason(gone)).isEqualTo("tls-failed");
            assertThat(hasty.admin().awaitCloseReason(garbage)).isEqualTo("tls-failed");
            assertThat(hasty.admin().awaitCloseReason(silent)).isEqualTo("tls-failed");
            assertThat(hasty.admin().connection(silent).orElseThrow().getString("detail"))
                    .isEqualTo("no end of the TLS handshake within 300 ms");
        }
    }

    @Test
    void a_proxy_may_come_before_it() throws IOException {
        JsonObject config = new JsonObject(config("required", "none"))
                .mergeIn(new JsonObject(
                        "{\"listen\": {\"proxyProtocol\": {\"mode\": \"required\", \"trusted\": [\"127.0.0.1\"]}}}"));
        try (LocalGateway behind = new LocalGateway(config.encode());
                Socket socket = new Socket("127.0.0.1", behind.port())) {
            socket.getOutputStream().write("PROXY TCP4 203.0.113.7 192.0.2.1 51112 8000\r\n".getBytes(UTF_8));
            try (TextSocket client = new TextSocket(
                    pki.context(null).getSocketFactory().createSocket(socket, "127.0.0.1", behind.port(), true))) {
                assertThat(client.ask("hello")).isEqualTo("hello");
                assertThat(behind.admin().connections()).anySatisfy(c -> {
                    assertThat(c.getString("observed")).isEqualTo("203.0.113.7:51112");
                    assertThat(c.getString("via")).isEqualTo("127.0.0.1:" + socket.getLocalPort());
                    assertThat(c.getJsonObject("tls").getString("protocol")).isEqualTo("TLSv1.3");
                });
            }
        }
    }

    @Test
    void a_program_that_knows_nothing_but_sockets_and_TLS() {
        try (LineProcess python = new LineProcess("python3", "-c", """
                import socket, ssl, sys
                context = ssl.create_default_context(cafile=sys.argv[2])
                s = context.wrap_socket(socket.create_connection(('127.0.0.1', int(sys.argv[1])), 10), server_hostname='localhost')
                s.sendall(b'hello')
                print(s.recv(1024).decode().strip(), flush=True)
                """, "" + gateway.port(), pki.crt("ca"))) {
            assertThat(python.hear()).isEqualTo("hello");
        }
    }

    @Test
    void a_session_from_Python() {
        try (LineProcess python = new LineProcess(
                "env",
                "SSL_CERT_FILE=" + pki.crt("ca"),
                "python3",
                "clients/python/busport.py",
                "tls://localhost:" + gateway.port(),
                "request",
                "messages",
                "hello")) {
            assertThat(python.hearAll().lines()).contains("hello");
        }
    }
}
