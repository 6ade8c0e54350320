package io.busport.doctor.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code busport doctor k8s} as it is packaged, with a {@code kubectl} on its PATH. */
@Timeout(60)
class DoctorK8sIT {
    @Test
    void the_kubectl_of_the_path_is_asked(@TempDir Path folder) throws IOException, InterruptedException {
        var unused = new FakeCluster(folder);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "target/busport.jar",
                        "doctor",
                        "k8s")
                .redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + File.pathSeparator + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said.lines())
                .contains("service", "endpoints", "pods", "drain", "disruptions")
                .last()
                .isEqualTo("All is well.");
    }
}
