package io.busport.python;

import io.busport.testing.Machine;
import io.busport.testing.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** As {@link BusportPyTest}, with many seeds. */
@ExtendWith(Verdict.class)
class BusportPyLongIT {
    private static final String MANY = "80";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void its_own_tests_pass_with_more_seeds(Verdict.Facts facts) throws IOException, InterruptedException {
        Machine.requirePrograms("python3");
        BusportPyTest.pass(folder, MANY);
        facts.add(MANY + " seeds of random cuts");
    }
}
