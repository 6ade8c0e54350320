package io.busport.config;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

@ExtendWith(VertxExtension.class)
class ConfigLoaderTest {
    private static final String SHIPPED = "conf/busport.yaml";

    private Vertx vertx;
    private Path dir;

    @BeforeEach
    void prepare(Vertx vertx, @TempDir Path dir) {
        this.vertx = vertx;
        this.dir = dir;
    }

    @Test
    void the_shipped_file_holds_exactly_every_key_there_is() throws IOException {
        Map<String, Object> yaml = new Yaml().load(Files.readString(Path.of(SHIPPED)));
        TreeSet<String> written = new TreeSet<>();
        collect("", new JsonObject(yaml), written);
        assertThat(written).isEqualTo(new TreeSet<>(BusportConfig.keys()));
    }

    @Test
    void the_shipped_file_says_the_built_in_defaults() {
        BusportConfig shipped = loader(Map.of()).check(SHIPPED).await();
        assertThat(shipped).isEqualTo(BusportConfig.from(new JsonObject()));
    }

    @Test
    void later_sources_win_and_sections_are_merged() throws IOException {
        Files.createDirectories(dir.resolve("map/..data"));
        write("map/..data/10.yaml", "listen: {port: 666}");
        write("map/20.yaml", "listen: {port: 3, backlog: 3, instances: 3}");
        write("map/10.yaml", "listen: {port: 2, backlog: 2, instances: 2, writeTimeout: 2s}");
        write("map/notes.txt", "not: [yaml");
        String file = write("a.yaml", "listen: {port: 1, writeTimeout: 1s, lingerTimeout: 1s}\ntext: {address: a}");
        BusportConfig config = load(
                file,
                Map.of("BUSPORT_CONF_DIR", dir.resolve("map").toString(), "BUSPORT_LISTEN_BACKLOG", "4"),
                new JsonObject("{\"listen\":{\"instances\":5}}"));
        assertThat(config.text().address()).isEqualTo("a");
        assertThat(config.listen().lingerTimeout()).hasSeconds(1);
        assertThat(config.listen().writeTimeout()).hasSeconds(2);
        assertThat(config.listen().port()).isEqualTo(3);
        assertThat(config.listen().backlog()).isEqualTo(4);
        assertThat(config.listen().instances()).isEqualTo(5);
    }

    @Test
    void the_file_may_be_named_by_the_environment_and_a_parameter_wins() throws IOException {
        String one = write("one.yaml", "text: {address: one}");
        String two = write("two.yaml", "text: {address: two}");
        assertThat(load(null, Map.of("BUSPORT_CONF", one), new JsonObject())
                        .text()
                        .address())
                .isEqualTo("one");
        assertThat(load(two, Map.of("BUSPORT_CONF", one), new JsonObject())
                        .text()
                        .address())
                .isEqualTo("two");
    }

    @Test
    void an_empty_file_gives_the_defaults() throws IOException {
        String file = write("empty.yaml", "# nothing yet\n");
        assertThat(load(file, Map.of(), new JsonObject())).isEqualTo(BusportConfig.from(new JsonObject()));
    }

    @Test
    void keys_are_texts_even_where_yaml_has_something_else() throws IOException {
        String file = write("keys.yaml", "permissions: {inbound: [{address: a, match: {no: 1, 2: {yes: [{on: x}]}}}]}");
        assertThat(load(file, Map.of(), new JsonObject())
                        .permissions()
                        .inbound()
                        .get(0)
                        .match())
                .isEqualTo(new JsonObject("{\"false\": 1, \"2\": {\"true\": [{\"true\": \"x\"}]}}"));
        assertThat(problems(write("number.yaml", "1: 2"), Map.of()))
                .extracting(ConfigProblem::toString)
                .singleElement()
                .asString()
                .startsWith("1: unknown key");
    }

    @Test
    void problems_of_all_sources_come_at_once() throws IOException {
        String file = write("bad.yaml", "listen: {port: many}\ntxt: {}\n");
        Map<String, String> environment = Map.of("BUSPORT_LISTEN_PROT", "1", "BUSPORT_TEXT_TIMEOUT", "soon");
        assertThat(problems(file, environment))
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder("BUSPORT_LISTEN_PROT", "listen.port", "text.timeout", "txt");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        String file = dir.resolve("none.yaml").toString();
        assertThat(problems(file, Map.of()))
                .containsExactly(new ConfigProblem(file, "no such file", "a configuration file that can be read"));
        assertThat(problems(null, Map.of("BUSPORT_CONF_DIR", file)))
                .containsExactly(new ConfigProblem(file, "cannot be listed", "a directory of *.yaml files"));
    }

    @Test
    void a_file_that_cannot_be_read_is_named_with_the_line() throws IOException {
        String broken = write("broken.yaml", "listen:\n  port: 1\n bad: [\n");
        assertThat(problems(broken, Map.of())).singleElement().satisfies(p -> {
            assertThat(p.path()).isEqualTo(broken);
            assertThat(p.value()).contains("at line 3");
        });
        String list = write("list.yaml", "- a\n- b\n");
        assertThat(problems(list, Map.of())).singleElement().satisfies(p -> {
            assertThat(p.path()).isEqualTo(list);
            assertThat(p.value()).doesNotContain("java.").doesNotContain("Exception");
            assertThat(p.expected()).contains("YAML map");
        });
        String folder = dir.toString();
        assertThat(problems(folder, Map.of()))
                .singleElement()
                .satisfies(p -> assertThat(p.path()).isEqualTo(folder));
    }

    private static void collect(String path, JsonObject tree, Set<String> into) {
        for (String key : tree.fieldNames()) {
            if (tree.getValue(key) instanceof JsonObject inner) {
                collect(path + key + ".", inner, into);
            } else {
                into.add(path + key);
            }
        }
    }

    private String write(String name, String yaml) throws IOException {
        return Files.writeString(dir.resolve(name), yaml).toString();
    }

    private ConfigLoader loader(Map<String, String> environment) {
        return new ConfigLoader(vertx, new Environment(environment));
    }

    private BusportConfig load(@Nullable String file, Map<String, String> environment, JsonObject last) {
        try {
            return loader(environment).load(file, last).await(10, SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private List<ConfigProblem> problems(@Nullable String file, Map<String, String> environment) {
        ConfigException e =
                catchThrowableOfType(ConfigException.class, () -> load(file, environment, new JsonObject()));
        assertThat(e).isNotNull();
        return e.problems();
    }
}
