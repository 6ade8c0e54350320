package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.busport.config.LinkConfig.Linked;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class LinkConfigTest {
    private static final String SHIPPED = "conf/link.yaml";
    private static final String LEAST = """
            {"to": ["203.0.113.1:30800"], "export": ["demo.readings"], "import": ["demo.command"]}""";

    @Test
    void what_is_not_said_has_a_default() {
        assertThat(LinkConfig.from(new JsonObject(LEAST)))
                .isEqualTo(new LinkConfig(
                        List.of("203.0.113.1:30800"),
                        new LinkTlsConfig(false, null, null, null, null),
                        null,
                        null,
                        "binary",
                        null,
                        null,
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(30),
                        List.of(new Linked("demo.readings", "demo.readings")),
                        List.of(new Linked("demo.command", "demo.command")),
                        List.of()));
    }

    @Test
    void the_shipped_file_holds_exactly_every_key_there_is() throws IOException {
        Map<String, Object> yaml = new Yaml().load(Files.readString(Path.of(SHIPPED)));
        assertThat(paths("", yaml)).containsExactlyInAnyOrderElementsOf(LinkConfig.keys());
    }

    private static List<String> paths(String path, Map<?, ?> yaml) {
        List<String> paths = new ArrayList<>();
        yaml.forEach((key, value) -> {
            if (value instanceof Map<?, ?> section) {
                paths.addAll(paths(path + key + ".", section));
            } else {
                paths.add(path + key);
            }
        });
        return paths;
    }

    @Test
    @ExtendWith(VertxExtension.class)
    void the_shipped_file_says_the_built_in_defaults_and_is_known_as_a_links(Vertx vertx) {
        ConfigLoader loader = new ConfigLoader(vertx, new Environment(Map.of()));
        assertThat(loader.isLink(SHIPPED).await()).isTrue();
        assertThat(loader.isLink("conf/busport.yaml").await()).isFalse();
        assertThat(loader.link(SHIPPED, List.of(), null).await()).isEqualTo(LinkConfig.from(new JsonObject(LEAST)));
        assertThat(loader.link(SHIPPED, List.of("[::1]:1", "b:2"), null).await().to())
                .containsExactly("[::1]:1", "b:2");
    }

    @Test
    void an_address_may_be_renamed() {
        LinkConfig config = LinkConfig.from(new JsonObject("""
                {"to": ["a:1"], "export": [{"address": "readings", "as": "site7.readings"}, "alarms"],
                 "import": [{"address": "site7.command", "as": "command"}]}"""));
        assertThat(config.exports())
                .containsExactly(new Linked("readings", "site7.readings"), new Linked("alarms", "alarms"));
        assertThat(config.imports()).containsExactly(new Linked("site7.command", "command"));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_with_path_value_and_expectation() {
        assertThat(problems("""
                {"to": ["gateway"], "dialect": "text", "heartbeat": "201s", "expiry": "25h", "requestTimeout": "0s",
                 "nam": "river", "export": ["busport.x", {"as": "y"}, {"address": "a", "sa": "b"}],
                 "import": [{"address": "z", "as": "__vertx.reply.1"}], "services": [{"instances": 0}]}"""))
                .containsExactlyInAnyOrder(
                        "to: gateway (expected: HOST:PORT with a port from 1 to 65535, such as 203.0.113.1:30800)",
                        "dialect: text (expected: one of binary, json-lines, bridge)",
                        "heartbeat: 201s (expected: a duration from 1 s to 200 s such as 50ms, 5s or 2m)",
                        "expiry: 25h (expected: a duration from 1 s to 24 h such as 50ms, 5s or 2m, or 0s for off)",
                        "requestTimeout: 0s (expected: a duration from 1 ms to 500 h such as 50ms, 5s or 2m)",
                        "nam: unknown key (expected: one of dialect, expiry, export, heartbeat, import, name, requestTimeout,"
                                + " services, spool, state, to, token)",
                        "export[0].address: busport.x (expected: " + ReservedAddresses.EXPECTED + ")",
                        "export[1].address: nothing (expected: an event bus address)",
                        "export[2].sa: unknown key (expected: one of address, as)",
                        "import[0].as: __vertx.reply.1 (expected: " + ReservedAddresses.EXPECTED + ")",
                        "services[0].instances: 0 (expected: a whole number from 1 to 1024)",
                        "services[0].class: nothing (expected: the name of a verticle class)");
    }

    @Test
    void a_link_to_nowhere_or_of_nothing_is_none() {
        assertThat(problems("{}"))
                .containsExactly(
                        "to: nothing (expected: a gateway's address HOST:PORT, such as 203.0.113.1:30800)",
                        "import: nothing (expected: at least one address to export or to import)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ["x"]                          | ["x"]                          | x
            ["x"]                          | [{"address": "y", "as": "x"}]  | x
            [{"address": "x", "as": "y"}]  | ["y"]                          | y
            [{"address": "x", "as": "y"}]  | [{"address": "y", "as": "x"}]  | x
            """)
    void nothing_may_go_round_in_circles(String exports, String imports, String named) {
        assertThat(problems("{\"to\": [\"a:1\"], \"export\": " + exports + ", \"import\": " + imports + "}"))
                .containsExactly("import: " + named
                        + " (expected: an address that is not exported, too: messages would go round in circles)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "import"})
    void an_address_is_named_once(String key) {
        assertThat(problems("{\"to\": [\"a:1\"], \"" + key + "\": [\"x\", {\"address\": \"x\", \"as\": \"y\"}]}"))
                .containsExactly(key + ": x (expected: each address once)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:", "a:0", "a:65536", "a:b", "::1:80", "[::1]80", "a b:80", ":80"})
    void what_is_no_endpoint_is_not_taken(String to) {
        assertThat(problems(
                        new JsonObject(LEAST).put("to", new JsonArray().add(to)).encode()))
                .singleElement()
                .asString()
                .startsWith("to: " + to + " (expected: HOST:PORT");
    }

    private static List<String> problems(String json) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> LinkConfig.from(new JsonObject(json)));
        assertThat(e).isNotNull();
        return e.problems().stream().map(ConfigProblem::toString).toList();
    }
}
