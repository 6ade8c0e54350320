package io.busport.doctor.k8s;

import static io.busport.doctor.k8s.FakeCluster.endpoint;
import static io.busport.doctor.k8s.FakeCluster.items;
import static io.busport.doctor.k8s.FakeCluster.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WardTest {
    private FakeCluster cluster;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        cluster = new FakeCluster(folder);
    }

    @Test
    void our_own_manifests_are_well() {
        assertThat(cluster.examine())
                .noneMatch(f -> f.startsWith("✗"))
                .anyMatch(f -> f.startsWith("✓ NodePort, nodePort 30800"))
                .anyMatch(f -> f.startsWith("✓ externalTrafficPolicy: Cluster"))
                .anyMatch(f -> f.startsWith("✓ 2 of 2 gateways are ready: busport-a on node-1, busport-b on node-2"))
                .anyMatch(f -> f.startsWith("✓ grace period 75 s, enough for a drain of up to 60 s"))
                .anyMatch(f -> f.startsWith("✓ PodDisruptionBudget busport: 1 may go now"));
    }

    @Test
    void no_ready_gateway_is_why_connections_are_refused() {
        cluster.endpoints(endpoint("busport-a", "node-1", false));
        assertThat(cluster.examine())
                .anyMatch(f -> f.startsWith("✗ no gateway is ready, of 1") && f.contains("connections are refused"));
        cluster.endpoints();
        assertThat(cluster.examine()).anyMatch(f -> f.contains("no pod has the labels"));
    }

    @Test
    void policy_local_names_the_nodes_that_drop_clients() throws IOException {
        cluster.spec("service", s -> s.put("externalTrafficPolicy", "Local"));
        cluster.endpoints(endpoint("busport-a", "node-1", true));
        assertThat(cluster.examine()).anyMatch(f -> f.startsWith("– nodes without a gateway") && f.contains("node-2"));
        cluster.forget("nodes");
        assertThat(cluster.examine()).anyMatch(f -> f.startsWith("– nodes may not be listed"));
    }

    @Test
    void a_grace_period_below_the_drain_is_wrong() {
        cluster.podSpec(s -> s.remove("terminationGracePeriodSeconds"));
        assertThat(cluster.examine())
                .anyMatch(f -> f.startsWith("✗ grace period 30 s, and a drain takes up to 60 s")
                        && f.contains("patch deployment busport")
                        && f.contains("\"terminationGracePeriodSeconds\":65"))
                .anyMatch(f -> f.startsWith("✗ the gateway believes in a grace period of 75 s, and it is 30 s"));
    }

    @Test
    void a_variable_wins_over_the_config_map() {
        cluster.podSpec(s -> s.getJsonArray("containers")
                .getJsonObject(0)
                .getJsonArray("env")
                .add(new JsonObject("{\"name\": \"BUSPORT_DRAIN_TIMEOUT\", \"value\": \"90s\"}")));
        assertThat(cluster.examine()).anyMatch(f -> f.startsWith("✗ grace period 75 s, and a drain takes up to 90 s"));
    }

    @Test
    void a_config_map_that_cannot_be_read_is_wrong() {
        cluster.write("configmap", new JsonObject("{\"data\": {\"busport.yaml\": \"drain: {timeout: soon}\"}}"));
        assertThat(cluster.examine())
                .anyMatch(f -> f.startsWith("✗ the configuration in the ConfigMap cannot be read"));
    }

    @Test
    void a_cluster_ip_lets_nobody_in() {
        cluster.spec("service", s -> s.put("type", "ClusterIP").put("ports", new JsonArray("[{\"port\": 8000}]")));
        assertThat(cluster.examine()).anyMatch(f -> f.startsWith("✗ ClusterIP without a nodePort"));
    }

    @Test
    void a_budget_is_needed_and_must_let_one_go() {
        cluster.write("poddisruptionbudgets", items());
        assertThat(cluster.examine()).anyMatch(f -> f.startsWith("✗ no PodDisruptionBudget covers the gateways"));
        JsonObject selector = new JsonObject("{\"matchLabels\": {\"app.kubernetes.io/name\": \"busport\"}}");
        cluster.write(
                "poddisruptionbudgets",
                items(named("strict")
                        .put("spec", new JsonObject().put("selector", selector))
                        .put(
                                "status",
                                new JsonObject(
                                        "{\"disruptionsAllowed\": 0, \"currentHealthy\": 2, \"expectedPods\": 2}"))));
        assertThat(cluster.examine())
                .anyMatch(f -> f.startsWith("✗ PodDisruptionBudget strict: 0 may go now, although all are healthy"));
    }

    @Test
    void pods_that_wait_or_were_killed_are_named() {
        cluster.write(
                "pods",
                items(
                        named("busport-a")
                                .put(
                                        "status",
                                        status("{\"state\": {\"waiting\": {\"reason\": \"ErrImageNeverPull\"}}}")),
                        named("busport-b")
                                .put(
                                        "status",
                                        status(
                                                "{\"restartCount\": 3, \"lastState\": {\"terminated\": {\"reason\": \"OOMKilled\"}}}"))));
        assertThat(cluster.examine())
                .anyMatch(f -> f.startsWith("✗ busport-a waits: ErrImageNeverPull"))
                .anyMatch(f -> f.startsWith("✗ busport-b was killed, OOMKilled, restarts 3"));
    }

    private static JsonObject status(String container) {
        return new JsonObject().put("containerStatuses", new JsonArray().add(new JsonObject(container)));
    }

    @Test
    void a_cluster_that_cannot_be_asked_is_told_in_its_own_words() throws IOException {
        cluster.forget("service");
        assertThat(cluster.examine())
                .singleElement()
                .asString()
                .startsWith("✗ Error from server (NotFound): service busport not found");
        assertThat(Ward.examine(new Kubectl("no-such-kubectl", "busport", null), "busport")
                        .isWell())
                .isFalse();
    }
}
