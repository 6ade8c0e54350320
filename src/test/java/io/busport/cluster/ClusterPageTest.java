package io.busport.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of the log that {@code docs/cluster.md} and {@code docs/operations.md} quote, against those that the program writes. */
class ClusterPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| (INFO|WARN|ERROR) \\| `([^`]+)` \\|", Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile("^(INFO|WARN)  (.+)$", Pattern.MULTILINE);
    private static final Pattern LOGGED =
            Pattern.compile("log\\s*\\.(info|warn|error)\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final Pattern WORD = Pattern.compile("[a-zA-Z]{3}");

    private final String sources = sources();

    @ParameterizedTest
    @ValueSource(strings = {"docs/cluster.md", "docs/operations.md"})
    void every_line_of_the_table_is_one_that_the_program_writes(String page) throws IOException {
        assertThat(ROW.matcher(Files.readString(Path.of(page))).results())
                .hasSizeGreaterThan(15)
                .allSatisfy(this::isWritten);
    }

    @Test
    void every_line_of_the_example_is_one_that_the_program_writes() throws IOException {
        assertThat(EXAMPLE.matcher(page()).results())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(formats(line.group(1)))
                        .as(line.group())
                        .anyMatch(
                                format -> pattern(format).matcher(line.group(2)).matches()));
    }

    /** What stands where the program has a value is an ellipsis, or a word that the program has, too. */
    private void isWritten(MatchResult row) {
        assertThat(formats(row.group(1))).as(row.group()).anyMatch(format -> {
            Matcher values = pattern(format).matcher(row.group(2));
            return values.matches()
                    && IntStream.rangeClosed(1, values.groupCount())
                            .mapToObj(values::group)
                            .allMatch(value -> value.equals("…") || sources.contains('"' + value + '"'));
        });
    }

    /** Those that say a word of their own: {@code {}{}} is like every line. */
    private List<String> formats(String level) {
        return LOGGED.matcher(sources)
                .results()
                .filter(logged -> logged.group(1).equalsIgnoreCase(level))
                .map(logged -> logged.group(2))
                .filter(format -> WORD.matcher(format).find())
                .map(format -> format.startsWith("{}") ? format.substring(2) : format) // whose line it is
                .map(format -> format.replace("{}{}", "{}"))
                .toList();
    }

    private static Pattern pattern(String format) {
        return Pattern.compile(Pattern.quote(format).replace("{}", "\\E(.+)\\Q"));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/cluster.md"));
    }

    private static String sources() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/busport"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
