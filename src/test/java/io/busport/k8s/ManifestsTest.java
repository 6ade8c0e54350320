package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests as they stand in k8s/base; needs nothing but the files. */
class ManifestsTest extends GatewayContract {
    static final Path K8S = Path.of("k8s");
    static final Path BASE = K8S.resolve("base");

    @Override
    Manifests manifests() throws IOException {
        return Kustomization.in(BASE).manifests(BASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "components/source-address", "overlays/local"})
    void a_folder_holds_what_its_kustomization_names_and_nothing_else(String name) throws IOException {
        Path folder = K8S.resolve(name);
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            assertThat(files.map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Kustomization.in(folder).files().toList());
        }
    }
}
