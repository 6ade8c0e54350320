package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.config.DrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests as they stand in k8s/base; needs nothing but the files. */
class ManifestsTest extends ClusterContract {
    static final Path K8S = Path.of("k8s");
    static final Path BASE = K8S.resolve("base");

    @Override
    Manifests manifests() throws IOException {
        return Kustomization.in(BASE).manifests(BASE);
    }

    /** A reader checks the sum in the comment by what stands beside it, and so does this. */
    @Test
    void the_arithmetic_of_the_grace_period_is_right(@TempDir Path folder) throws Exception {
        String text = Files.readString(BASE.resolve("deployment.yaml"));
        DrainConfig drain = config(folder).drain();
        long timeout = drain.timeout().toSeconds();
        long grace = manifests().pod().getTerminationGracePeriodSeconds();

        assertThat(text)
                .contains("#   " + timeout + " s  drain.timeout,")
                .contains("drain.endpointDelay (" + drain.endpointDelay().toSeconds() + " s)")
                .contains("#   " + (grace - timeout) + " s  margin:");
    }

    static List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.walk(K8S)) {
            return files.filter(file -> file.endsWith("kustomization.yaml"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void a_folder_holds_what_its_kustomization_names_and_nothing_else(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            assertThat(files.map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Kustomization.in(folder).files().toList());
        }
    }
}
