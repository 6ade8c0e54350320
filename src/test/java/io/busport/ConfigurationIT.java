package io.busport;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BusportProcess;
import io.busport.testing.TextSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process with a configuration that is wrong: its exit code and what it says. */
@Timeout(60)
class ConfigurationIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Path dir;

    @BeforeEach
    void prepare(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void everything_wrong_in_a_file_is_a_line_each_and_exit_2() throws IOException {
        Path file = Files.writeString(dir.resolve("bad.yaml"), """
                listen: {port: many, prot: 1}
                text: {timeout: soon}
                services: [no.such.Class]
                """);
        try (BusportProcess p =
                BusportProcess.command("server", "--conf", file.toString()).start()) {
            assertFailed(p, 2);
            assertThat(p.err())
                    .satisfiesExactlyInAnyOrder(
                            l -> assertThat(l).contains("listen.port: many (expected: a whole number from 0 to 65535)"),
                            l -> assertThat(l).contains("listen.prot: unknown key (expected: one of"),
                            l -> assertThat(l).contains("text.timeout: soon (expected: a duration"));
        }
        try (BusportProcess p = BusportProcess.command("check", file.toString()).start()) {
            assertFailed(p, 2);
            assertThat(p.err()).hasSize(3).allSatisfy(l -> assertThat(l).startsWith(file + ": "));
        }
    }

    @Test
    void a_class_that_is_not_there_is_a_line_and_exit_2() {
        try (BusportProcess p =
                BusportProcess.server().env("BUSPORT_SERVICES", "no.such.Class").start()) {
            assertFailed(p, 2);
            assertThat(p.err())
                    .singleElement()
                    .satisfies(l -> assertThat(l)
                            .contains("services[0].class: no.such.Class (expected: a class on the class path)"));
        }
    }

    @Test
    void a_wrong_variable_is_a_line_and_exit_2() {
        try (BusportProcess p = BusportProcess.server()
                .env("BUSPORT_LISTEN_PROT", "1")
                .env("BUSPORT_TEXT_MAX_LINE", "long")
                .start()) {
            assertFailed(p, 2);
            assertThat(p.err())
                    .satisfiesExactlyInAnyOrder(
                            l -> assertThat(l).contains("BUSPORT_LISTEN_PROT: unknown variable"),
                            l -> assertThat(l).contains("text.maxLine: long (expected: a size"));
        }
    }

    @Test
    void a_missing_file_is_a_line_and_exit_2() {
        String file = dir.resolve("none.yaml").toString();
        try (BusportProcess server =
                        BusportProcess.server().env("BUSPORT_CONF", file).start();
                BusportProcess check = BusportProcess.command("check", file).start()) {
            for (BusportProcess p : List.of(server, check)) {
                assertFailed(p, 2);
                assertThat(p.err()).singleElement().satisfies(l -> assertThat(l).contains(file + ": no such file"));
            }
        }
    }

    @Test
    void a_good_file_is_said_to_be_good() {
        try (BusportProcess p =
                BusportProcess.command("check", "conf/busport.yaml").start()) {
            assertThat(p.awaitExit(SOON)).isZero();
            assertThat(p.out()).containsExactly("conf/busport.yaml: ok");
            assertThat(p.err()).isEmpty();
        }
    }

    @Test
    void a_port_that_is_taken_is_a_line_and_exit_1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            for (String section : List.of("LISTEN", "ADMIN")) {
                try (BusportProcess p = BusportProcess.server()
                        .env("BUSPORT_LISTEN_HOST", "127.0.0.1")
                        .env("BUSPORT_" + section + "_PORT", port)
                        .start()) {
                    assertFailed(p, 1);
                    assertThat(p.err())
                            .singleElement()
                            .satisfies(l -> assertThat(l)
                                    .contains(section.toLowerCase(java.util.Locale.ROOT)
                                            + ".port: cannot listen on 127.0.0.1:" + port));
                }
            }
        }
    }

    @Test
    void two_ports_that_are_taken_are_two_lines() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            try (BusportProcess p = BusportProcess.server()
                    .env("BUSPORT_LISTEN_HOST", "127.0.0.1")
                    .env("BUSPORT_LISTEN_PORT", port)
                    .env("BUSPORT_ADMIN_PORT", port)
                    .start()) {
                assertFailed(p, 1);
                assertThat(p.err())
                        .satisfiesExactly(
                                l -> assertThat(l).contains("listen.port: cannot listen on 127.0.0.1:" + port),
                                l -> assertThat(l).contains("admin.port: cannot listen on 127.0.0.1:" + port));
            }
        }
    }

    @Test
    void a_service_that_does_not_start_is_named_and_exit_1() {
        try (BusportProcess p = BusportProcess.server()
                .env("BUSPORT_SERVICES", "java.lang.String, io.busport.service.EchoVerticle")
                .start()) {
            assertFailed(p, 1);
            assertThat(p.err())
                    .singleElement()
                    .satisfies(l -> assertThat(l)
                            .contains("service java.lang.String does not start")
                            .doesNotContain("EchoVerticle"));
        }
    }

    @Test
    void the_plain_launcher_runs_the_same_gateway_and_ends_cleanly() {
        try (BusportProcess p = BusportProcess.command("io.busport.MainVerticle")
                .mainClass("io.vertx.launcher.application.VertxApplication")
                .env("BUSPORT_LISTEN_PORT", "0")
                .env("BUSPORT_ADMIN_PORT", "0")
                .start()) {
            try (TextSocket client = new TextSocket(p.port())) {
                assertThat(client.ask("hello")).isEqualTo("hello");
                p.terminate();
                assertThat(client.readLine()).startsWith("! closing: ").endsWith(" [drain]");
            }
            assertThat(p.awaitExit(SOON)).isZero();
            assertThat(p.out()).containsExactly("Listening on 0.0.0.0:" + p.port());
        }
    }

    @Test
    void the_plain_launcher_says_what_is_wrong_too() {
        try (BusportProcess p = BusportProcess.command("io.busport.MainVerticle")
                .mainClass("io.vertx.launcher.application.VertxApplication")
                .env("BUSPORT_LISTEN_PORT", "many")
                .start()) {
            assertThat(p.awaitExit(SOON)).isNotZero();
            assertThat(p.err()).anySatisfy(l -> assertThat(l).contains("listen.port: many (expected"));
            assertThat(String.join("\n", p.err())).doesNotContain("\tat ");
        }
    }

    private static void assertFailed(BusportProcess p, int code) {
        int exit = p.awaitExit(SOON);
        assertThat(exit).as("exit code; standard error: %s", p.err()).isEqualTo(code);
        assertThat(p.out()).isEmpty();
        assertThat(p.err()).isNotEmpty().noneSatisfy(l -> assertThat(l).contains("\tat "));
    }
}
