package io.busport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a file passes its budget, a concept in it wants its own name. */
class SizeTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final int MAIN_LINES = 400;
    private static final int TEST_LINES = 300;
    private static final int MEDIAN_LINES = 90;

    @Test
    void no_file_is_larger_than_a_reader_can_hold() {
        assertThat(javaFiles(MAIN))
                .isNotEmpty()
                .allSatisfy(f -> assertThat(lines(f)).as(f.toString()).isLessThanOrEqualTo(MAIN_LINES));
        assertThat(javaFiles(TEST))
                .allSatisfy(f -> assertThat(lines(f)).as(f.toString()).isLessThanOrEqualTo(TEST_LINES));
    }

    @Test
    void most_files_are_small() {
        List<Long> sizes =
                javaFiles(MAIN).stream().map(SizeTest::lines).sorted().toList();
        assertThat(sizes.get(sizes.size() / 2)).isLessThanOrEqualTo(MEDIAN_LINES);
    }

    @Test
    void every_package_says_what_it_is_for() {
        for (Path root : List.of(MAIN, TEST)) {
            assertThat(javaFiles(root).stream().map(Path::getParent).distinct())
                    .allSatisfy(
                            dir -> assertThat(dir.resolve("package-info.java")).isRegularFile());
        }
    }

    private static List<Path> javaFiles(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
