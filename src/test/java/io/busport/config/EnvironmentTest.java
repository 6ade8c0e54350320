package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private final List<ConfigProblem> problems = new ArrayList<>();

    @Test
    void every_key_has_a_variable_with_and_without_underscores_between_its_words() {
        for (String key : BusportConfig.keys()) {
            String joined = "BUSPORT_" + key.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
            String spaced = "BUSPORT_"
                    + key.replace('.', '_')
                            .replaceAll("([a-z])([A-Z])", "$1_$2")
                            .toUpperCase(java.util.Locale.ROOT);
            assertThat(at(tree(Map.of(joined, "x")), key)).as(joined).isEqualTo("x");
            assertThat(at(tree(Map.of(spaced, "x")), key)).as(spaced).isEqualTo("x");
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void several_variables_of_one_section_are_one_section() {
        assertThat(tree(Map.of("BUSPORT_LISTEN_PORT", "1", "BUSPORT_LISTEN_KEEP_ALIVE_IDLE", "30s")))
                .isEqualTo(new JsonObject("{\"listen\":{\"port\":\"1\",\"keepAlive\":{\"idle\":\"30s\"}}}"));
    }

    @Test
    void a_variable_that_fits_no_key_is_a_problem() {
        assertThat(tree(Map.of("BUSPORT_LISTEN_PROT", "1"))).isEmpty();
        assertThat(problems).extracting(ConfigProblem::path).containsExactly("BUSPORT_LISTEN_PROT");
    }

    @Test
    void variables_of_others_and_those_that_are_no_keys_are_left_alone() {
        assertThat(tree(Map.of(
                        "PATH", "/bin",
                        "BUSPORTS", "x",
                        "BUSPORT_CONF", "f",
                        "BUSPORT_CONF_DIR", "d",
                        "BUSPORT_LOG", "json",
                        "BUSPORT_CLASSPATH", "c")))
                .isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void what_kubernetes_says_about_services_named_busport_is_not_meant_for_us() {
        assertThat(tree(Map.of(
                        "BUSPORT_SERVICE_HOST", "10.96.0.7",
                        "BUSPORT_SERVICE_PORT", "8000",
                        "BUSPORT_SERVICE_PORT_TEXT", "8000",
                        "BUSPORT_PORT", "tcp://10.96.0.7:8000",
                        "BUSPORT_PORT_8000_TCP", "tcp://10.96.0.7:8000",
                        "BUSPORT_PORT_8000_TCP_PROTO", "tcp",
                        "BUSPORT_PORT_8000_TCP_PORT", "8000",
                        "BUSPORT_PORT_8000_TCP_ADDR", "10.96.0.7")))
                .isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void nor_is_what_it_says_about_services_whose_names_only_begin_so() {
        assertThat(tree(Map.of(
                        "BUSPORT_ADMIN_SERVICE_HOST", "10.96.0.8",
                        "BUSPORT_ADMIN_SERVICE_PORT", "8080",
                        "BUSPORT_ADMIN_SERVICE_PORT_HTTP", "8080",
                        "BUSPORT_ADMIN_PORT", "tcp://10.96.0.8:8080",
                        "BUSPORT_ADMIN_PORT_8080_TCP", "tcp://10.96.0.8:8080",
                        "BUSPORT_ADMIN_PORT_8080_TCP_ADDR", "10.96.0.8",
                        "BUSPORT_MQTT_PORT_1883_UDP_PROTO", "udp")))
                .isEmpty();
        assertThat(problems).isEmpty();
        assertThat(at(tree(Map.of("BUSPORT_ADMIN_PORT", "9090")), "admin.port")).isEqualTo("9090");
    }

    private JsonObject tree(Map<String, String> variables) {
        return new Environment(variables).tree(problems);
    }

    private static Object at(JsonObject tree, String path) {
        Object at = tree;
        for (String step : path.split("\\.")) {
            at = ((JsonObject) at).getValue(step);
        }
        return at;
    }
}
