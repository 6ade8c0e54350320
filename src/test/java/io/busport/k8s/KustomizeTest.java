package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    abstract static class Rendered extends GatewayContract {
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
                    .filteredOn(part -> !(part instanceof Namespace))
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
