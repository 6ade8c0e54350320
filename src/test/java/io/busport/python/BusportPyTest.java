package io.busport.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clients/python/busport.py} against a gateway in miniature, in Python too, that lets it down in every way it can. */
class BusportPyTest {
    private static final Path TESTS = Path.of("src/test/python/test_busport.py");
    /** Seeds of random cuts. More of them take a minute; they are for the long profile. */
    private static final String SOME = "10";

    private static final long DEADLINE = 240;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void python() {
        Machine.requirePrograms("python3");
    }

    @Test
    void its_own_tests_pass() throws IOException, InterruptedException {
        pass(folder, SOME);
    }

    static void pass(Path folder, String seeds) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder python = new ProcessBuilder("python3", "-B", "-W", "error", TESTS.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        python.environment().put("BUSPORT_SEEDS", seeds);
        Process tests = python.start();
        boolean ended = tests.waitFor(DEADLINE, TimeUnit.SECONDS);
        tests.destroyForcibly();
        String said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(ended && tests.exitValue() == 0)
                .as("ended well within %d s, saying: %s", DEADLINE, said)
                .isTrue();
        assertThat(said).containsPattern("Ran [1-9]\\d tests");
    }
}
