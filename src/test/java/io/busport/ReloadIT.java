package io.busport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.BusportProcess;
import io.busport.testing.TextSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose configuration is changed while it runs. */
@Timeout(60)
class ReloadIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void a_changed_file_is_taken_over_a_wrong_one_is_not_and_connections_stay(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("busport.yaml");
        write(file, "text: {timeout: 3s}");
        try (BusportProcess gateway = BusportProcess.server("--conf", file.toString())
                        .env("BUSPORT_RELOAD_INTERVAL", "50ms")
                        .start();
                TextSocket client = new TextSocket(gateway.port())) {
            assertThat(client.ask("before")).isEqualTo("before");

            write(file, "text: {timeout: 3s}\npermissions: {inbound: [messages, a, b, c], outbound: []}");
            awaitLine(gateway, "Permissions reloaded: inbound rules 4, outbound rules 0");

            write(file, "text: {timeout: soon}\npermissions: {inbound: [{addressRegex: a(}]}");
            awaitLine(
                    gateway,
                    "Configuration rejected, the last good one stays: ",
                    "text.timeout: soon",
                    "permissions.inbound[0].addressRegex: a(");

            write(file, "text: {timeout: 4s}\nlog: {level: debug}");
            awaitLine(gateway, "Configuration is good again");
            awaitLine(gateway, "Log level reloaded: debug");
            awaitLine(gateway, "Permissions reloaded: inbound rules 3, outbound rules 2");
            awaitLine(gateway, "Configuration changed, needs a restart: text.timeout");

            assertThat(client.ask("after")).isEqualTo("after");
            gateway.terminate();
            assertThat(gateway.awaitExit(SOON)).isZero();
            assertThat(linesWith(gateway, "Configuration rejected")).hasSize(1);
            assertThat(linesWith(gateway, "needs a restart")).hasSize(1);
            assertThat(gateway.err()).noneSatisfy(l -> assertThat(l).contains("\tat "));
        }
    }

    @Test
    void a_connection_that_is_there_already_is_held_to_the_new_permissions(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("busport.yaml");
        write(file, "permissions: {inbound: [other], outbound: [news]}");
        try (BusportProcess gateway = BusportProcess.server("--conf", file.toString())
                        .env("BUSPORT_RELOAD_INTERVAL", "50ms")
                        .start();
                TextSocket client = new TextSocket(gateway.port())) {
            String request = """
                    {"type":"send","address":"messages","body":"hello","replyAddress":"r"}""";
            assertThat(client.ask(request))
                    .contains("access_denied")
                    .contains("no inbound rule permits it")
                    .doesNotContain("hello");

            write(file, "permissions: {inbound: [messages], outbound: [news]}");
            awaitLine(gateway, "Permissions reloaded: inbound rules 1, outbound rules 1");
            assertThat(client.ask(request)).contains("\"type\":\"message\"").contains("\"body\":\"hello\"");
        }
    }

    /** In one step: half a file may be a valid one. */
    private static void write(Path file, String yaml) throws IOException {
        Path whole = Files.writeString(file.resolveSibling("new"), yaml);
        var unused = Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void awaitLine(BusportProcess gateway, String... parts) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gateway.err())
                        .anySatisfy(line -> assertThat(line).contains(parts)));
    }

    private static List<String> linesWith(BusportProcess gateway, String part) {
        return gateway.err().stream().filter(line -> line.contains(part)).toList();
    }
}
