package io.busport.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code .ci/run} with a Maven that only notes what it is asked for, and, when it is told to, fails. */
class CiRunIT {
    private static final List<String> NEEDED =
            List.of("ip", "iptables", "conntrack", "nc", "python3", "curl", "kubectl", "chromium-headless-shell");

    private final Path programs;

    CiRunIT(@TempDir Path programs) {
        this.programs = programs;
    }

    @Test
    void the_test_command_of_the_readme_is_run_and_then_the_long_tests() throws Exception {
        String command = Readme.blocks().stream()
                .map(b -> b.text().strip())
                .filter(text -> text.startsWith("$ mvn "))
                .map(text -> text.substring("$ mvn ".length()))
                .findFirst()
                .orElseThrow();
        assertThat(run("")).isZero();
        assertThat(asked()).containsExactly("CI=true -B " + command, "CI=true -B -Plong verify");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-B verify", "-B -Plong verify"})
    void it_fails_when_either_fails(String failing) throws Exception {
        assertThat(run(failing)).isEqualTo(1);
        assertThat(asked()).last().isEqualTo("CI=true " + failing);
    }

    private int run(String failing) throws IOException, InterruptedException {
        Machine.requirePrograms("bash");
        for (String needed : NEEDED) {
            program(needed, "");
        }
        // Installing is not what is tested here: without its programs the script would do that first.
        program("apt-get", "exit 3");
        program("mvn", "echo \"CI=$CI $*\" >> '" + programs + "/asked'; [ \"$*\" != '" + failing + "' ]");
        ProcessBuilder builder = new ProcessBuilder("bash", ".ci/run").inheritIO();
        builder.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(programs.resolve("asked"));
    }

    private void program(String name, String does) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + does + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
