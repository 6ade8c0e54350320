package io.busport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.BinarySocket;
import io.busport.testing.BridgeSocket;
import io.busport.testing.LineProcess;
import io.busport.testing.LocalGateway;
import io.busport.testing.Machine;
import io.busport.testing.TextSocket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everybody at once on one port: four dialects, each with a client of its own kind, and those who came to the wrong place. */
@Timeout(60)
class OnePortIT {
    /** Sends what it is told to, without a line end, and prints one answer. */
    private static final String PYTHON = """
            import socket, sys
            s = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 10)
            for line in sys.stdin:
                s.send(line.strip().encode())
                print(s.recv(1024).decode().strip(), flush=True)
            """;

    @AutoClose
    private static final LocalGateway gateway = new LocalGateway("{}");

    @Test
    void four_dialects_are_spoken_at_the_same_time() {
        Machine.requirePrograms("python3", "nc");
        try (LineProcess text = new LineProcess("python3", "-X", "utf8", "-c", PYTHON, "" + gateway.port());
                LineProcess jsonLines = new LineProcess("nc", "127.0.0.1", "" + gateway.port());
                BridgeSocket bridge = new BridgeSocket(gateway.port());
                BinarySocket binary = new BinarySocket(gateway.port())) {
            for (int i = 0; i < 5; i++) {
                String body = "질문 " + i;
                String request = new JsonObject()
                        .put("type", "send")
                        .put("address", "messages")
                        .put("replyAddress", "r" + i)
                        .put("body", new JsonObject().put("text", body))
                        .encode();
                // All four ask before any of them is heard.
                text.say(body);
                jsonLines.say(request);
                bridge.send(request);
                binary.request("messages", "r" + i, Buffer.buffer(body));

                assertThat(binary.readMessage("r" + i)).isEqualTo(Buffer.buffer(body));
                assertIsEcho(bridge.read(), i, body);
                assertIsEcho(new JsonObject(jsonLines.hear()), i, body);
                assertThat(text.hear()).isEqualTo(body);
            }
            assertThat(gateway.admin().connections())
                    .filteredOn(c -> "open".equals(c.getString("state")))
                    .extracting(c -> c.getString("dialect"))
                    .containsExactlyInAnyOrder("text", "json-lines", "bridge", "binary");
        }
    }

    private static void assertIsEcho(JsonObject frame, int i, String body) {
        assertThat(frame.getString("type")).isEqualTo("message");
        assertThat(frame.getString("address")).isEqualTo("r" + i);
        assertThat(frame.getJsonObject("body").getString("text")).isEqualTo(body);
    }

    @Test
    void a_browser_is_told_what_this_is() {
        Machine.requirePrograms("curl");
        assertThat(runStranger(
                        "curl", "-s", "-m", "10", "-w", "%{http_code}", "http://127.0.0.1:" + gateway.port() + "/x"))
                .contains("Busport")
                .endsWith("400\n");
    }

    @Test
    void an_SSH_client_is_told_and_goes() {
        assertIsToldAndGoes("SSH-2.0-OpenSSH_9.2p1\r\n".getBytes(ISO_8859_1), "not an SSH server");
        if (Machine.has("ssh")) {
            assertThat(runStranger(
                            "ssh", "-F", "/dev/null", "-o", "BatchMode=yes", "-p", "" + gateway.port(), "127.0.0.1"))
                    .isNotBlank();
        }
    }

    @Test
    void a_TLS_client_is_told_and_goes() {
        // A record of type 22, version 3.1, 5 bytes: the beginning of a client hello.
        assertIsToldAndGoes(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0}, "\u0015\u0003\u0003");
        if (Machine.has("openssl")) {
            assertThat(runStranger("openssl", "s_client", "-connect", "127.0.0.1:" + gateway.port()))
                    .contains("alert handshake failure");
        }
    }

    /** Runs a program that connects once, to its end. */
    private static String runStranger(String... command) {
        long before = strangers();
        try (LineProcess process = new LineProcess(command)) {
            String said = process.hearAll();
            await().untilAsserted(() -> assertThat(strangers()).isEqualTo(before + 1));
            return said;
        }
    }

    private static long strangers() {
        return gateway.admin().connections().stream()
                .filter(c -> "stranger".equals(c.getString("closeReason")))
                .count();
    }

    private static void assertIsToldAndGoes(byte[] hello, String told) {
        try (TextSocket client = gateway.connect()) {
            assertThat(new String(client.send(hello).readAll(), UTF_8)).contains(told);
            client.endOutput();
            assertThat(gateway.admin().awaitCloseReason(client)).isEqualTo("stranger");
        }
    }
}
