package io.busport.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.readme.Readme.Block;
import io.busport.readme.Readme.Step;
import io.busport.testing.FreePorts;
import io.busport.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadmeIT {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    /** Those of the README, and what is there instead. */
    private final Map<String, Integer> ports = new TreeMap<>();

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void take_free_ports() {
        Machine.requirePrograms("bash", "nc", "curl", "python3");
        // 100 above the port of a cluster it has another one.
        List<Integer> free = FreePorts.withDistances(2, 100, 200, 300, 400);
        for (int i = 0; i < free.size(); i++) {
            ports.put("" + (7800 + 10 * i), free.get(i));
            ports.put("" + (7801 + 10 * i), free.get(i) + 200);
            ports.put("" + (8000 + i), free.get(i) + 300);
            ports.put("" + (8080 + i), free.get(i) + 400);
        }
        environment = Map.of(
                "BUSPORT_LISTEN_PORT",
                "" + ports.get("8000"),
                "BUSPORT_ADMIN_PORT",
                "" + ports.get("8080"),
                "BUSPORT_CLUSTER_PORT",
                "" + ports.get("7800"),
                "BUSPORT_CLUSTER_BUS_PORT",
                "" + ports.get("7801"));
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
            Files.writeString(script, Readme.ports(Readme.block("run: python").text(), ports));
            Shell.runAndCompare(new Step("python3 -X utf8 " + script, List.of("안녕하세요")), environment);
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void the_stock_launcher_runs_the_gateway() throws Exception {
        try (Shell server = serve("run: launcher", environment)) {
            Shell.runAndCompare(here(new Step("printf 'hi\\n' | nc -q1 127.0.0.1 8000", List.of("hi"))), environment);
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void the_service_of_the_readme_replaces_the_echo_by_configuration() throws Exception {
        Map<String, String> withService = new TreeMap<>(environment);
        withService.put("BUSPORT_SERVICES", ShoutVerticle.class.getName());
        withService.put("BUSPORT_CLASSPATH", "target/test-classes");
        try (Shell server = serve("run: server", withService)) {
            for (Step step : Readme.block("run: service").steps()) {
                Shell.runAndCompare(here(step), environment);
            }
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void the_count_goes_on_when_one_of_two_gateways_is_killed() throws Exception {
        Step counting = here(Readme.block("run: counting").steps().get(0));
        try (Shell terminal = Shell.terminal(environment)) {
            type("run: two gateways", terminal);
            try (Shell client = Shell.start(counting.command(), Map.of())) {
                client.awaitOutput(Pattern.compile("^3$", Pattern.MULTILINE));
                type("run: loss", terminal);
                client.awaitEnd(counting);
                int last =
                        Integer.parseInt(counting.output().get(counting.output().size() - 1));
                assertThat(client.output().lines())
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, last)
                                .mapToObj(String::valueOf)
                                .toList());
            }
            terminal.type("kill $two; wait $two");
            terminal.type("echo \"ended with $?\"");
            terminal.awaitOutput(Pattern.compile("ended with 0"));
        }
    }

    private void type(String mark, Shell terminal) throws IOException {
        for (Step step : Readme.block(mark).steps()) {
            terminal.type(here(step).command());
            terminal.awaitOutput(here(step).expected());
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
        return step.on(ports);
    }
}
