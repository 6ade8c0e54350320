package io.busport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.BusportProcess;
import io.busport.testing.LocalGateway;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code busport link}, as a site runs it. */
@Timeout(180)
class LinkCommandIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SERVICE = """
            import: [{address: demo.site7, as: private}]
            services: [{class: io.busport.testing.ScriptedVerticle, config: {address: private}}]
            """;

    private static LocalGateway gateway;

    private Path dir = Path.of("");

    @BeforeEach
    void prepare(@TempDir Path fresh) {
        dir = fresh;
    }

    @BeforeAll
    static void open_gateway() {
        gateway = new LocalGateway("{}");
    }

    @AfterAll
    static void close_gateway() {
        gateway.close();
    }

    @Test
    void a_wrong_file_is_said_at_once_with_exit_2_and_check_says_the_same() throws IOException {
        String file = write("to: [here]\nimport: [busport.x]\nnam: river\n");
        for (String[] command : new String[][] {{"link", "--conf", file}, {"check", file}}) {
            try (BusportProcess p = BusportProcess.command(command).start()) {
                assertThat(p.awaitExit(SOON)).isEqualTo(2);
                assertThat(p.out()).isEmpty();
                assertThat(p.err())
                        .hasSize(3)
                        .allSatisfy(
                                line -> assertThat(line).startsWith(file + ": ").contains("(expected: "));
            }
        }
    }

    @Test
    void a_service_that_is_not_there_is_exit_2() throws IOException {
        try (BusportProcess p = link("import: [demo.x]\nservices: [no.such.Class]")) {
            assertThat(p.awaitExit(SOON)).isEqualTo(2);
            assertThat(p.err())
                    .singleElement()
                    .asString()
                    .endsWith("services[0].class: no.such.Class (expected: a class on the class path)");
        }
    }

    @Test
    void nobody_there_and_an_address_that_is_denied_are_exit_1() throws IOException {
        String file = write("import: [secret]\n");
        try (BusportProcess nobody = BusportProcess.command("link", "--to", "127.0.0.1:1", "--conf", file)
                        .start();
                BusportProcess denied = link("import: [secret]\n")) {
            assertThat(nobody.awaitExit(SOON)).isEqualTo(1);
            assertThat(nobody.err()).containsExactly("The link ends. 127.0.0.1:1: connection refused");
            assertThat(denied.awaitExit(SOON)).isEqualTo(1);
            assertThat(denied.err())
                    .anySatisfy(line -> assertThat(line).startsWith("The link ends. import of secret: access_denied"));
        }
    }

    @Test
    void sigterm_parks_what_has_a_state_and_the_next_process_goes_on() throws Exception {
        String conf = SERVICE + "name: site7\nstate: " + dir.resolve("state") + "\n";
        try (BusportProcess first = link(conf)) {
            awaitLinked(first);
            assertThat(ask("one").await(60, SECONDS).body()).isEqualTo("you said: one");
            first.terminate();
            assertThat(first.awaitExit(SOON)).isZero();
            assertThat(first.err())
                    .anySatisfy(line -> assertThat(line).endsWith("Link site7 CLOSED: the session is parked"));
        }
        Future<Message<Object>> meanwhile = ask("two");
        try (BusportProcess second = link(conf)) {
            awaitLinked(second);
            assertThat(meanwhile.await(60, SECONDS).body()).isEqualTo("you said: two");
            assertThat(second.err()).anySatisfy(line -> assertThat(line).contains("Link site7 RESUMED: "));
        }
    }

    @Test
    void a_link_whose_session_was_taken_ends_with_exit_1() throws Exception {
        // An address of its own: a session that is killed is still there, and hears what it heard.
        String service = SERVICE.replace("demo.site7", "demo.taken");
        Path state = dir.resolve("state");
        Path stolen = dir.resolve("stolen");
        try (BusportProcess first = link(service + "state: " + state)) {
            awaitLinked(first);
            Files.copy(state, stolen);
            try (BusportProcess other = link(service + "state: " + stolen)) {
                awaitLinked(other);
                assertThat(first.awaitExit(SOON)).isEqualTo(1);
                assertThat(first.err()).anySatisfy(line -> assertThat(line).startsWith("The link ends. "));
            }
        }
    }

    private static Future<Message<Object>> ask(String what) {
        return gateway.bus().request("demo.site7", what, new DeliveryOptions().setSendTimeout(60_000));
    }

    private static void awaitLinked(BusportProcess link) {
        await().atMost(SOON)
                .failFast("it has ended", () -> !link.isAlive())
                .until(() -> link.out().equals(List.of("Linked to 127.0.0.1:" + gateway.port())));
    }

    private BusportProcess link(String conf) throws IOException {
        return BusportProcess.command("link", "--to", "127.0.0.1:" + gateway.port(), "--conf", write(conf))
                .withTestClasses()
                .start();
    }

    private String write(String conf) throws IOException {
        return Files.writeString(Files.createTempFile(dir, "link", ".yaml"), conf)
                .toString();
    }
}
