package io.busport.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What this machine has. A test that needs more is skipped with one clear line, except on CI, where a test that was not run is a failure. */
public final class Machine {
    private Machine() {}

    /** Skips the calling test unless all of these programs are on the path. */
    public static void requirePrograms(String... programs) {
        List<String> missing = Arrays.stream(programs).filter(p -> !has(p)).toList();
        if (!missing.isEmpty()) {
            skip("not on the path: " + String.join(", ", missing));
        }
    }

    /**
     * Ends the calling test without a verdict.
     *
     * @param because what is missing, in one line
     */
    public static void skip(String because) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(because + " (expected with CI=true: a machine that can run every test)");
        }
        System.err.println("Skipped: " + because);
        Assumptions.abort(because);
    }

    /** Whether a program is on the path. */
    public static boolean has(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }
}
