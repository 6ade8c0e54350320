package io.busport.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BridgeSocket;
import io.busport.testing.BusportProcess;
import io.busport.testing.TextSocket;
import io.busport.testing.Verdict;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The programs as they are run: what they print, and what they do not. */
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
@ExtendWith(Verdict.class)
class SecretsLongIT {
    private static final Duration END = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    @Test
    void no_token_is_in_the_log_however_it_is_said_and_the_clients_use_theirs() throws IOException {
        List<String> made = run(
                        BusportProcess.command("token", "river", "--authority", "clerk", "--expires", "720h"), 0)
                .out();
        assertThat(made).hasSize(2);
        String right = made.get(0);
        assertThat(new JsonObject(made.get(1)).getString("principal")).isEqualTo("river");
        assertThat(made.get(1)).doesNotContain(right);
        Path tokens = Files.writeString(dir.resolve("tokens"), made.get(1) + "\n");
        Path file = Files.writeString(dir.resolve("token"), right + "\n");
        String wrong = TokenHash.newToken();
        try (BusportProcess gateway = BusportProcess.server()
                .env("BUSPORT_AUTH_MODE", "tokens")
                .env("BUSPORT_AUTH_TOKENS_FILE", tokens.toString())
                .env("BUSPORT_LOG_LEVEL", "trace")
                .start()) {
            String to = "127.0.0.1:" + gateway.port();
            for (String token : new String[] {right, wrong}) {
                say(gateway.port(), token);
            }
            assertThat(run(BusportProcess.command("request", "messages", "hi", "--to", to, "--token", "@" + file), 0)
                            .out())
                    .containsExactly("hi");
            assertThat(run(
                                    BusportProcess.command("send", "messages", "hi", "--to", to)
                                            .env("BUSPORT_TOKEN", wrong),
                                    1)
                            .err())
                    .anyMatch(line -> line.contains("login_failed"));
            BusportProcess refused =
                    BusportProcess.command("client", to, "--token", wrong).start();
            assertThat(refused.awaitExit(END)).isEqualTo(1);
            assertThat(refused.err()).anyMatch(line -> line.contains("[login-failed]"));

            String log = String.join("\n", gateway.err()) + String.join("\n", gateway.out());
            assertThat(log)
                    .contains("Login failed: ", "Logged in: river")
                    .doesNotContain(right)
                    .doesNotContain(wrong);
        }
    }

    private static BusportProcess run(BusportProcess.Builder command, int code) {
        BusportProcess process = command.start();
        assertThat(process.awaitExit(END)).as("%s", process.err()).isEqualTo(code);
        return process;
    }

    /** In every dialect, well and badly. */
    private static void say(int port, String token) {
        for (String text : new String[] {
            "AUTH " + token + "\n",
            "AUTH " + token + "\nAUTH " + token + "\n",
            "auth " + token + "\n",
            "{\"type\":\"auth\",\"token\":\"" + token + "\"}\n",
            "{\"type\":\"auth\",\"token\":\"" + token + "\",\"received\":-1}\n",
            "{\"type\":\"auth\",\"token\":[\"" + token + "\"]}\n",
            "{\"type\":\"auth\",\"token\":" + token + "}\n",
            "{\"type\":\"auth\",\"token\":\"" + token + "\n",
            "{\"type\":\"hello\",\"version\":1,\"auth\":\"" + token + "\"}\n",
            "{\"type\":\"hello\",\"version\":9,\"auth\":{\"token\":\"" + token + "\"}}\n",
        }) {
            try (TextSocket client = new TextSocket(port).send(text).endOutput()) {
                assertThat(client.readAll()).isNotNull();
            }
        }
        try (BridgeSocket client = new BridgeSocket(port)) {
            assertThat(client.send(new JsonObject().put("type", "auth").put("token", token))
                            .read())
                    .isNotNull();
        }
    }
}
