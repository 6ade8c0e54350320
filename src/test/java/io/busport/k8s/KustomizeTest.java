package io.busport.k8s;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.config.AuthConfig;
import io.busport.config.PermissionsConfig;
import io.busport.config.TlsConfig;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What kubectl makes of k8s/: the very text that is applied to a cluster. */
class KustomizeTest {
    @BeforeAll
    static void kubectl_is_there() {
        Kubectl.require();
    }

    /** So that one that is added later is not forgotten here. */
    @Test
    void every_overlay_is_one_of_those_that_are_rendered_below() throws IOException {
        try (Stream<Path> overlays = Files.list(ManifestsTest.K8S.resolve("overlays"))) {
            assertThat(overlays.map(overlay -> overlay.getFileName().toString()))
                    .containsExactlyInAnyOrder("local", "production");
        }
    }

    @Nested
    class Base extends Rendered {
        Base() {
            super(ManifestsTest.BASE);
        }

        @Test
        void two_gateways_are_reached_through_any_node() throws IOException {
            assertThat(manifests().deployment().getSpec().getReplicas()).isEqualTo(2);
            assertThat(manifests().service().getSpec().getExternalTrafficPolicy())
                    .isEqualTo("Cluster");
        }

        @Test
        void a_changed_configuration_is_a_new_config_map_and_so_an_update() throws IOException {
            assertThat(manifests().configMap().getMetadata().getName()).matches("busport-conf-[a-z0-9]{10}");
        }
    }

    @Nested
    class Local extends Rendered {
        Local() {
            super(ManifestsTest.K8S.resolve("overlays/local"));
        }

        @Test
        void one_gateway_runs_the_image_that_was_loaded_into_the_node() throws IOException {
            assertThat(manifests().deployment().getSpec().getReplicas()).isEqualTo(1);
            assertThat(manifests().container().getImagePullPolicy()).isEqualTo("Never");
        }
    }

    @Nested
    class Production extends Rendered {
        Production() {
            super(ManifestsTest.K8S.resolve("overlays/production"));
        }

        @Test
        void three_gateways_wait_rather_than_share_a_node_and_a_drained_node_does_not_count() throws IOException {
            TopologySpreadConstraint spread =
                    Manifests.one(manifests().pod().getTopologySpreadConstraints(), "spread of the pods");

            assertThat(manifests().deployment().getSpec().getReplicas()).isEqualTo(3);
            assertThat(spread.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
            assertThat(spread.getMaxSkew()).isEqualTo(1);
            assertThat(spread.getWhenUnsatisfiable()).isEqualTo("DoNotSchedule");
            assertThat(spread.getNodeTaintsPolicy()).isEqualTo("Honor");
            assertThat(spread.getMatchLabelKeys()).containsExactly("pod-template-hash");
        }

        @Test
        void gateways_go_after_everything_that_asked_for_no_priority() throws IOException {
            PriorityClass priority = manifests().only(PriorityClass.class);

            assertThat(manifests().pod().getPriorityClassName())
                    .isEqualTo(priority.getMetadata().getName());
            assertThat(priority.getValue()).isBetween(1, 1_000_000_000);
            assertThat(priority.getGlobalDefault()).isFalse();
        }

        @Test
        void the_image_is_a_version_of_a_registry_and_not_whatever_a_node_has() throws IOException {
            assertThat(manifests().container().getImage()).matches("[a-z.]+/busport:[0-9]+\\.[0-9]+\\.[0-9]+");
            assertThat(manifests().container().getImagePullPolicy()).isEqualTo("IfNotPresent");
        }

        @Test
        void there_is_more_room_than_in_base() throws IOException {
            Manifests base = Kustomization.in(ManifestsTest.BASE).manifests(ManifestsTest.BASE);
            var small = base.container().getResources().getLimits();

            assertThat(manifests().container().getResources().getLimits())
                    .allSatisfy((name, limit) -> assertThat(limit.getNumericalAmount())
                            .isGreaterThan(requireNonNull(small.get(name)).getNumericalAmount()));
        }

        @Test
        void clients_have_to_use_TLS_with_the_certificate_of_a_secret_that_is_not_here(@TempDir Path folder)
                throws Exception {
            TlsConfig tls = config(folder).tls();

            assertThat(tls.isRequired()).isTrue();
            assertThat(tls.files()).containsExactly("/etc/busport-tls/tls.crt", "/etc/busport-tls/tls.key");
            assertMounts("tls", "/etc/busport-tls", "busport-tls");
        }

        @Test
        void clients_have_to_log_in_with_the_tokens_of_a_secret_that_is_not_here(@TempDir Path folder)
                throws Exception {
            AuthConfig auth = config(folder).auth();

            assertThat(auth.mode()).isEqualTo(AuthConfig.TOKENS);
            assertThat(auth.tokens().file()).isEqualTo("/etc/busport-tokens/tokens");
            assertMounts("tokens", "/etc/busport-tokens", "busport-tokens");
        }

        private void assertMounts(String name, String path, String secret) throws IOException {
            assertThat(manifests().container().getVolumeMounts())
                    .anyMatch(mount -> name.equals(mount.getName()) && path.equals(mount.getMountPath()));
            assertThat(manifests().pod().getVolumes())
                    .anyMatch(volume -> name.equals(volume.getName())
                            && volume.getSecret() != null
                            && secret.equals(volume.getSecret().getSecretName()));
        }

        @Test
        void the_playground_is_closed_and_nobody_reads_along_in_the_log(@TempDir Path folder) throws Exception {
            PermissionsConfig permissions = config(folder).permissions();

            assertThat(permissions.toString()).contains("messages").doesNotContain("demo");
            assertThat(config(folder.resolve("again")).log().received()).isFalse();
        }
    }

    @Nested
    class WithSourceAddress extends Rendered {
        WithSourceAddress(@TempDir Path folder) throws IOException {
            super(overlay(folder));
        }

        /** An overlay as a user writes it; kustomize takes relative paths only. */
        private static Path overlay(Path folder) throws IOException {
            Path here = folder.toRealPath();
            Files.writeString(folder.resolve("kustomization.yaml"), """
                    resources: [%s]
                    components: [%s]
                    """.formatted(
                            here.relativize(ManifestsTest.BASE.toRealPath()),
                            here.relativize(ManifestsTest.K8S
                                    .resolve("components/source-address")
                                    .toRealPath())));
            return folder;
        }

        @Test
        void nodes_keep_the_clients_address() throws IOException {
            assertThat(manifests().service().getSpec().getExternalTrafficPolicy())
                    .isEqualTo("Local");
        }
    }

    /** Everything that holds for the files holds for the result, and what only kubectl puts in. Rendered once for all its tests. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Rendered extends ClusterContract {
        private final Manifests manifests;

        Rendered(Path folder) {
            manifests = new Manifests(KubernetesYaml.manifests(Kubectl.kustomize(folder)));
        }

        @Override
        Manifests manifests() throws IOException {
            return manifests;
        }

        @Test
        void everything_is_in_the_namespace_that_enforces_the_restricted_standard() {
            Namespace namespace = manifests.only(Namespace.class);

            assertThat(namespace.getMetadata().getLabels())
                    .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
            assertThat(manifests.all())
                    .filteredOn(Namespaced.class::isInstance)
                    .isNotEmpty()
                    .allSatisfy(part -> assertThat(part.getMetadata().getNamespace())
                            .as(part.getKind())
                            .isEqualTo(namespace.getMetadata().getName()));
        }

        @Test
        void everything_says_what_it_is_part_of() {
            assertThat(manifests.all())
                    .extracting(HasMetadata::getMetadata)
                    .allSatisfy(metadata -> assertThat(metadata.getLabels())
                            .containsEntry("app.kubernetes.io/name", "busport")
                            .containsEntry("app.kubernetes.io/part-of", "busport"));
        }
    }
}
