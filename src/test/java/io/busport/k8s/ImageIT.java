package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the profile `image`, opened and run: is it what the manifests ask for, and does the gateway in it start and stop? */
class ImageIT {
    private static Image image;
    private static Manifests k8s;

    /** Builds from the classes of the running build, and writes nothing that it could be looking for. */
    @BeforeAll
    static void build(@TempDir Path folder) throws IOException {
        k8s = Kustomization.in(ManifestsTest.BASE).manifests(ManifestsTest.BASE);
        Path base = BaseImage.write(Files.createDirectory(folder.resolve("base")));
        Path tar = folder.resolve("image.tar");
        Path cache = folder.resolve("cache");
        String unused = Command.run(
                Path.of("."),
                List.of(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "--quiet",
                        "--batch-mode",
                        "-Pimage",
                        "jib:buildTar@image",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                        "-Dbase.image=tar://" + base,
                        "-Djib.outputPaths.tar=" + tar,
                        "-Djib.outputPaths.digest=" + folder.resolve("digest"),
                        "-Djib.outputPaths.imageId=" + folder.resolve("id"),
                        "-Djib.outputPaths.imageJson=" + folder.resolve("json"),
                        "-Djib.baseImageCache=" + cache,
                        "-Djib.applicationCache=" + cache,
                        "-Djib.disableUpdateChecks=true"));
        image = Image.open(tar, Files.createDirectory(folder.resolve("image")));
    }

    @Test
    void it_has_the_name_that_the_deployment_asks_for() {
        assertThat(image.name()).isEqualTo(k8s.container().getImage());
    }

    @Test
    void it_runs_as_the_user_and_opens_the_ports_that_the_deployment_says() {
        var pod = k8s.pod().getSecurityContext();

        assertThat(image.config().getString("User")).isEqualTo(pod.getRunAsUser() + ":" + pod.getRunAsGroup());
        assertThat(image.ports()).containsExactlyInAnyOrder(k8s.port("gateway") + "/tcp", k8s.port("admin") + "/tcp");
    }

    /** A shell in between would keep the signal, and Kubernetes would kill the gateway at the end of its grace period. */
    @Test
    void java_itself_is_the_process_that_gets_sigterm() {
        assertThat(image.command()).startsWith("java").endsWith("io.busport.cli.Busport", "server");
    }

    @Test
    void it_holds_our_classes_and_the_libraries_that_the_gateway_runs_with() throws IOException {
        try (Stream<Path> libraries = Files.list(image.root().resolve("app/libs"))) {
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("vertx-core-"))
                    .noneMatch(name -> name.startsWith("kubernetes-model") || name.startsWith("junit"));
        }
        assertThat(image.root().resolve("app/classes/io/busport/cli/Busport.class"))
                .exists();
        assertThat(image.commandHere().toString()).contains("/app/services/*:");
    }

    @Test
    void the_gateway_in_it_answers_clients_and_probes_and_ends_with_0_on_sigterm(@TempDir Path folder)
            throws Exception {
        List<Path> before = files();
        try (GatewayProcess gateway = GatewayProcess.start(image, k8s, folder)) {
            assertThat(gateway.echo("hello")).isEqualTo("hello");
            for (Probe probe : probes()) {
                assertThat(gateway.status(probe.getHttpGet().getPath())).isEqualTo(200);
            }

            assertThat(gateway.terminate()).as(gateway.output()).isZero();
        }
        assertThat(files()).as("its root file system is read-only in a cluster").containsExactlyElementsOf(before);
    }

    private static List<Probe> probes() {
        Container container = k8s.container();
        return List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe());
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(image.root())) {
            return files.sorted().toList();
        }
    }
}
