package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the profile `image`, opened and run: is it what the manifests ask for, and does the gateway in it start and stop? */
class ImageIT {
    /** Less than drain.endpointDelay, for as long as which a gateway still accepts. */
    private static final Duration ENDPOINTS = Duration.ofSeconds(4);

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
        assertThat(image.ports())
                .containsExactlyInAnyOrderElementsOf(k8s.container().getPorts().stream()
                        .map(port -> port.getContainerPort() + "/tcp")
                        .toList());
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
        assertThat(image.classPath()).contains("/app/services/*:");
    }

    /** The switches for a new JDK must not keep an older one from starting. */
    @Test
    void a_switch_that_a_jdk_does_not_know_is_ignored_by_it() {
        assertThat(image.command())
                .containsSubsequence("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UseCompactObjectHeaders");
    }

    @Test
    void as_in_a_pod_it_is_process_1_of_user_10001_with_no_rights_and_nothing_to_write_to_but_tmp(@TempDir Path folder)
            throws Exception {
        Container.require();
        try (Container gateway = Container.start(image, k8s, folder)) {
            var user = k8s.pod().getSecurityContext();
            assertThat(gateway.status("NSpid")).endsWith("\t1");
            assertThat(gateway.status("Name")).as("no shell in between").isEqualTo("java");
            assertThat(gateway.status("Uid").split("\t")).containsOnly("" + user.getRunAsUser());
            assertThat(gateway.status("Gid").split("\t")).containsOnly("" + user.getRunAsGroup());
            assertThat(gateway.status("CapEff")).matches("0+");
            assertThat(gateway.status("CapBnd")).matches("0+");
            assertThat(gateway.status("NoNewPrivs")).isEqualTo("1");
            assertThat(List.of("/file", "/app/file", "/etc/busport/file")).noneMatch(gateway::canWrite);
            assertThat(gateway.canWrite("/tmp/file")).isTrue();

            assertThat(gateway.say(k8s.port("gateway"), "hello")).isEqualTo("hello");
            for (Probe probe : probes()) {
                assertThat(answer(gateway, probe)).isEqualTo(200);
            }
        }
    }

    @Test
    void on_sigterm_it_is_live_but_not_ready_serves_who_still_comes_and_ends_with_0_in_time(@TempDir Path folder)
            throws Exception {
        Container.require();
        Probe ready = k8s.container().getReadinessProbe();
        Duration grace = Duration.ofSeconds(k8s.pod().getTerminationGracePeriodSeconds());
        try (Container gateway = Container.start(image, k8s, folder)) {
            assertThat(answer(gateway, ready)).isEqualTo(200);

            gateway.terminate();
            await().atMost(ENDPOINTS).until(() -> answer(gateway, ready) == 503);
            assertThat(answer(gateway, k8s.container().getLivenessProbe())).isEqualTo(200);
            assertThat(gateway.say(k8s.port("gateway"), "late"))
                    .as("a node that has not heard of it yet sends clients")
                    .isEqualTo("late");

            assertThat(gateway.exitCode(grace)).as(gateway.output()).isZero();
            assertThat(gateway.output()).contains("Drained in ");
        }
    }

    private static int answer(Container gateway, Probe probe) throws IOException {
        return gateway.probe(
                k8s.port(probe.getHttpGet().getPort()), probe.getHttpGet().getPath());
    }

    private static List<Probe> probes() {
        var container = k8s.container();
        return List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe());
    }
}
