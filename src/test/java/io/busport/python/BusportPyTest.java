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
    /** 200 seeds of random cuts take 40 s on a busy machine with two cores. */
    private static final long DEADLINE = 240;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void python() {
        Machine.requirePrograms("python3");
    }

    @Test
    void its_own_tests_pass() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process tests = new ProcessBuilder("python3", "-B", "-W", "error", TESTS.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = tests.waitFor(DEADLINE, TimeUnit.SECONDS);
        tests.destroyForcibly();
        String said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(ended && tests.exitValue() == 0)
                .as("ended well within %d s, saying: %s", DEADLINE, said)
                .isTrue();
        assertThat(said).containsPattern("Ran [1-9]\\d tests");
    }
}
