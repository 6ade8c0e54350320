package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {

    @Test
    void a_gateway_is_alone_by_default() {
        assertThat(read(new JsonObject()))
                .isEqualTo(new ClusterConfig(
                        false,
                        "busport",
                        null,
                        List.of(),
                        null,
                        7800,
                        7801,
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(1),
                        2,
                        null,
                        Duration.ofSeconds(10)));
    }

    @Test
    void a_cluster_may_be_one_gateway_that_nobody_is_told_to_find() {
        assertThat(read(new JsonObject().put("enabled", true)).enabled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway-1", "10.0.0.1", "gateway-1.example.org:7800", "10.0.0.1:65535", "[fd00::1]:7800"})
    void members(String member) {
        assertThat(read(new JsonObject().put("members", new JsonArray().add(member)))
                        .members())
                .containsExactly(member);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "gateway 1", "gateway:", "gateway:0", "gateway:65536", "gateway[7800]", "http://gateway"})
    void not_members(String member) {
        assertThatThrownBy(() -> read(new JsonObject().put("members", new JsonArray().add(member))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("cluster.members: " + member + " (expected: host or host:port)");
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        assertThatThrownBy(() -> read(new JsonObject()
                        .put("name", " ")
                        .put("dns", "gateways:7800")
                        .put("members", new JsonArray().add("gateway-1"))
                        .put("port", 7700)
                        .put("busPort", 7800)
                        .put("copies", 0)
                        .put("failureTimeout", "0s")
                        .put("advertise", "gateway-1")
                        .put("canary", "-1s")))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .extracting(ConfigProblem::path)
                                .containsExactlyInAnyOrder(
                                        "cluster.name",
                                        "cluster.dns",
                                        "cluster.members",
                                        "cluster.busPort",
                                        "cluster.copies",
                                        "cluster.failureTimeout",
                                        "cluster.advertise",
                                        "cluster.canary"));
    }

    private static ClusterConfig read(JsonObject cluster) {
        return BusportConfig.from(new JsonObject().put("cluster", cluster)).cluster();
    }
}
