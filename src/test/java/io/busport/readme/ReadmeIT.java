package io.busport.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.readme.Readme.Block;
import io.busport.readme.Readme.Step;
import io.busport.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadmeIT {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    private int port;
    private int adminPort;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void take_free_ports() throws IOException {
        Machine.requirePrograms("bash", "nc", "curl", "python3");
        List<Integer> free = Shell.freePorts();
        port = free.get(0);
        adminPort = free.get(1);
        environment = Map.of("BUSPORT_LISTEN_PORT", "" + port, "BUSPORT_ADMIN_PORT", "" + adminPort);
    }

    @Test
    void the_commands_print_what_the_readme_says() throws Exception {
        try (Shell server = serve("run: server", environment)) {
            for (Block block : Readme.blocks()) {
                if (block.mark().equals("run")) {
                    for (Step step : block.steps()) {
                        Shell.runAndCompare(here(step), environment);
                    }
                }
            }
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void the_python_client_gets_its_echo() throws Exception {
        try (Shell server = serve("run: server", environment)) {
            Path script = Files.createTempFile("readme", ".py");
            Files.writeString(script, Readme.ports(Readme.block("run: python").text(), port, adminPort));
            Shell.runAndCompare(new Step("python3 -X utf8 " + script, List.of("안녕하세요")), environment);
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void the_stock_launcher_runs_the_gateway() throws Exception {
        try (Shell server = serve("run: launcher", environment)) {
            Shell.runAndCompare(new Step("printf 'hi\\n' | nc -q1 127.0.0.1 " + port, List.of("hi")), environment);
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void the_service_of_the_readme_replaces_the_echo_by_configuration() throws Exception {
        Map<String, String> withService = Map.of(
                "BUSPORT_LISTEN_PORT",
                "" + port,
                "BUSPORT_ADMIN_PORT",
                "" + adminPort,
                "BUSPORT_SERVICES",
                ShoutVerticle.class.getName(),
                "BUSPORT_CLASSPATH",
                "target/test-classes");
        try (Shell server = serve("run: server", withService)) {
            for (Step step : Readme.block("run: service").steps()) {
                Shell.runAndCompare(here(step), environment);
            }
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void the_java_of_the_readme_is_what_is_compiled() throws IOException {
        List<Block> java = Readme.blocks().stream()
                .filter(b -> b.language().equals("java"))
                .toList();
        assertThat(java).isNotEmpty().allMatch(b -> b.mark().startsWith("same as "));
        for (Block block : java) {
            assertThat(Files.readString(Path.of(block.mark().substring("same as ".length()))))
                    .contains(block.text().strip());
        }
    }

    @Test
    void every_block_of_commands_is_run_or_says_why_not() {
        assertThat(Readme.blocks())
                .filteredOn(b -> b.language().equals("console"))
                .allMatch(b -> b.mark().startsWith("run")
                        || b.mark().startsWith("shown: ")
                        || b.text().strip().equals("$ mvn verify"));
    }

    @Test
    void every_file_the_readme_links_to_is_there() {
        Matcher m = LINK.matcher(Readme.text());
        assertThat(m.results().map(r -> Path.of(r.group(1)))).isNotEmpty().allMatch(Files::exists);
    }

    private Shell serve(String mark, Map<String, String> with) {
        Step step = here(Readme.block(mark).steps().get(0));
        Shell server = Shell.start(step.command(), with);
        try {
            server.awaitOutput(step.expected());
            return server;
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
    }

    private Step here(Step step) {
        return step.on(port, adminPort);
    }
}
