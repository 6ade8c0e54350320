package io.busport.k8s;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.config.AdminConfig;
import io.busport.config.BusportConfig;
import io.busport.config.ConfigLoader;
import io.busport.config.DrainConfig;
import io.busport.config.Environment;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manifests of a gateway have to agree on, with each other and with the program; once for each form they come in. */
abstract class GatewayContract {
    abstract Manifests manifests() throws IOException;

    @Test
    void every_selector_finds_the_gateway_pods() throws Exception {
        Manifests k8s = manifests();
        Map<String, String> selector = k8s.deployment().getSpec().getSelector().getMatchLabels();

        assertThat(k8s.podLabels()).containsAllEntriesOf(selector);
        assertThat(selector).containsKeys("app.kubernetes.io/name", "app.kubernetes.io/component");
        assertThat(k8s.service().getSpec().getSelector()).isEqualTo(selector);
        assertThat(k8s.budget().getSpec().getSelector().getMatchLabels()).isEqualTo(selector);
        assertThat(k8s.networkPolicy().getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(selector);
        assertThat(k8s.pod().getTopologySpreadConstraints())
                .isNotEmpty()
                .allSatisfy(spread ->
                        assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(selector));
    }

    @Test
    void the_node_port_leads_to_the_port_that_the_gateway_listens_on(@TempDir Path folder) throws Exception {
        Manifests k8s = manifests();
        ServicePort port = Manifests.one(k8s.service().getSpec().getPorts(), "port of the Service");
        int listens = config(folder).listen().port();

        assertThat(k8s.service().getSpec().getType()).isEqualTo("NodePort");
        assertThat(port.getNodePort()).isEqualTo(30800);
        assertThat(k8s.port(port.getTargetPort().getStrVal())).isEqualTo(listens);
        assertThat(port.getPort()).isEqualTo(listens);
    }

    @Test
    void each_probe_asks_its_own_question_on_the_admin_port(@TempDir Path folder) throws Exception {
        Manifests k8s = manifests();
        AdminConfig admin = config(folder).admin();

        assertThat(k8s.port("admin")).isEqualTo(admin.port());
        assertThat(admin.host()).as("the kubelet probes the pod's address").isEqualTo("0.0.0.0");
        asks(k8s.container().getStartupProbe(), "/health/started");
        asks(k8s.container().getReadinessProbe(), "/health/ready");
        asks(k8s.container().getLivenessProbe(), "/health/live");
    }

    private static void asks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString("admin"));
    }

    @Test
    void a_gateway_leaves_the_service_long_before_it_is_killed_for_being_deaf() throws Exception {
        assertThat(patience(manifests().container().getReadinessProbe())).isEqualTo(Duration.ofSeconds(4));
        assertThat(patience(manifests().container().getLivenessProbe())).isEqualTo(Duration.ofSeconds(20));
        assertThat(patience(manifests().container().getStartupProbe())).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    }

    /** How long a probe has to fail until something comes of it. */
    private static Duration patience(Probe probe) {
        return Duration.ofSeconds((long) probe.getPeriodSeconds() * probe.getFailureThreshold());
    }

    @Test
    void the_gateway_is_told_to_read_the_folder_that_the_config_map_is_mounted_to() throws Exception {
        Manifests k8s = manifests();
        var mount = k8s.mountAt(k8s.variable(Environment.DIRECTORY));
        var volumes = k8s.pod().getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .toList();

        assertThat(mount.getSubPath()).as("a subPath never sees a change").isNull();
        assertThat(Manifests.one(volumes, "volume " + mount.getName())
                        .getConfigMap()
                        .getName())
                .isEqualTo(k8s.configMap().getMetadata().getName());
    }

    /** Kubernetes would describe a Service named busport in BUSPORT_PORT and the like, among our own variables. */
    @Test
    void only_our_own_variables_begin_with_busport() throws Exception {
        assertThat(manifests().pod().getEnableServiceLinks()).isFalse();
    }

    @Test
    void a_drain_ends_before_kubernetes_ends_the_gateway(@TempDir Path folder) throws Exception {
        Duration grace = Duration.ofSeconds(manifests().pod().getTerminationGracePeriodSeconds());
        Duration margin = Duration.ofSeconds(10);

        assertThat(grace)
                .isGreaterThanOrEqualTo(config(folder).drain().timeout().plus(margin));
        assertThat(manifests().variable("BUSPORT_DRAIN_GRACE_PERIOD"))
                .as("what the gateway compares its drain with")
                .isEqualTo(grace.toSeconds() + "s");
    }

    /** The nodes take the pod out at its deletion; should one of them only notice it by the probe, that is in time as well. */
    @Test
    void a_leaving_gateway_accepts_for_as_long_as_it_is_in_the_service(@TempDir Path folder) throws Exception {
        DrainConfig drain = config(folder).drain();

        assertThat(drain.endpointDelay())
                .isGreaterThan(patience(manifests().container().getReadinessProbe()))
                .isLessThan(drain.timeout());
    }

    @Test
    void the_pod_meets_the_restricted_standard() throws Exception {
        var pod = manifests().pod().getSecurityContext();
        var container = manifests().container().getSecurityContext();

        assertThat(pod.getRunAsNonRoot()).isTrue();
        assertThat(pod.getRunAsUser()).isEqualTo(10001L);
        assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getCapabilities().getAdd()).isEmpty();
        assertThat(container.getPrivileged()).isNull();
        assertThat(manifests().pod().getHostNetwork()).isNull();
    }

    @Test
    void only_tmp_can_be_written_to_and_only_so_much() throws Exception {
        Manifests k8s = manifests();
        String tmp = k8s.mountAt("/tmp").getName();

        assertThat(k8s.container().getSecurityContext().getReadOnlyRootFilesystem())
                .isTrue();
        assertThat(k8s.container().getVolumeMounts())
                .allMatch(mount -> mount.getName().equals(tmp) || Boolean.TRUE.equals(mount.getReadOnly()));
        assertThat(k8s.pod().getVolumes())
                .filteredOn(volume -> volume.getName().equals(tmp))
                .allSatisfy(volume ->
                        assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull());
    }

    @Test
    void the_pod_holds_no_key_to_the_kubernetes_api() throws Exception {
        Manifests k8s = manifests();

        assertThat(k8s.pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(k8s.only(ServiceAccount.class).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(k8s.pod().getServiceAccountName())
                .isEqualTo(k8s.only(ServiceAccount.class).getMetadata().getName());
    }

    @Test
    void an_update_adds_a_gateway_before_it_takes_one_away_and_no_two_leave_at_a_time(@TempDir Path folder)
            throws Exception {
        DeploymentSpec deployment = manifests().deployment().getSpec();
        RollingUpdateDeployment update = deployment.getStrategy().getRollingUpdate();

        assertThat(update.getMaxSurge()).isEqualTo(new IntOrString(1));
        assertThat(update.getMaxUnavailable()).isEqualTo(new IntOrString(0));
        if (deployment.getReplicas() > 1) {
            assertThat(settled()).isGreaterThanOrEqualTo(config(folder).drain().timeout());
        }
    }

    @Test
    void a_slow_start_is_not_called_a_stuck_update_and_a_failed_one_soon_is() throws Exception {
        Duration slow = patience(manifests().container().getStartupProbe()).plus(settled());

        assertThat(Duration.ofSeconds(manifests().deployment().getSpec().getProgressDeadlineSeconds()))
                .isBetween(slow, slow.multipliedBy(3));
    }

    private Duration settled() throws IOException {
        return Duration.ofSeconds(manifests().deployment().getSpec().getMinReadySeconds());
    }

    @Test
    void a_node_drain_takes_one_gateway_at_a_time_and_is_never_held_up() throws Exception {
        assertThat(manifests().budget().getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
        assertThat(manifests().budget().getSpec().getMinAvailable()).isNull();
    }

    @Test
    void memory_is_promised_in_full_and_processors_are_bounded() throws Exception {
        var resources = manifests().container().getResources();

        assertThat(resources.getRequests()).containsOnlyKeys("cpu", "memory");
        assertThat(resources.getLimits()).containsOnlyKeys("cpu", "memory").allSatisfy((name, limit) -> {
            var request = requireNonNull(resources.getRequests().get(name));
            int more = name.equals("memory") ? 0 : 1;
            assertThat(limit.getNumericalAmount().compareTo(request.getNumericalAmount()))
                    .as(name + ": " + limit + " over " + request)
                    .isEqualTo(more);
        });
    }

    /** The configuration of the deployed gateway, read by its own loader: an unknown key, variable or wrong value fails here. */
    final BusportConfig config(Path folder) throws IOException, TimeoutException {
        Manifests k8s = manifests();
        Map<String, String> environment = k8s.environment();
        Path mounted = MountedConfigMap.at(folder.resolve("conf"), k8s.configMap());
        environment.put(Environment.DIRECTORY, mounted.toString());
        Vertx vertx = Vertx.vertx();
        try {
            return new ConfigLoader(vertx, new Environment(environment))
                    .load(null, new JsonObject())
                    .await(10, TimeUnit.SECONDS);
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }
}
