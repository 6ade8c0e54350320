package io.busport.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.config.BusportConfig;
import io.busport.connection.CloseReason;
import io.busport.ops.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/operations.md} names, against what there is. Its lines of the log are tested with those of the cluster's page. */
class OperationsPageTest {
    private static final Path DOCS = Path.of("docs");
    private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern KEY = Pattern.compile("[a-z][A-Za-z]*(\\.[a-z][A-Za-z]*)+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(?:#([^)]*))?\\)");

    private final String page = read("operations.md");

    private static String read(String name) {
        try {
            return Files.readString(DOCS.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> named(Pattern what) {
        return QUOTED.matcher(page)
                .results()
                .map(m -> m.group(1))
                .filter(what.asMatchPredicate())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_key_is_one_of_the_configuration_or_a_section_of_it() {
        Set<String> known = new TreeSet<>();
        for (String key : BusportConfig.keys()) {
            known.add(key);
            known.add(key.substring(0, Math.max(0, key.lastIndexOf('.'))));
        }
        Set<String> keys = named(KEY);
        keys.removeIf(key -> key.startsWith("net.")); // the kernel's
        assertThat(keys).hasSizeGreaterThan(25).isSubsetOf(known);
    }

    @Test
    void every_metric_is_in_the_catalogue() {
        Set<String> known =
                Arrays.stream(Metric.values()).flatMap(m -> m.series().stream()).collect(Collectors.toSet());
        assertThat(named(Pattern.compile("busport_[a-z_]+"))).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void every_alert_is_one_of_the_rules_and_none_is_left_out() {
        Set<String> rules = Pattern.compile("- alert: (\\w+)")
                .matcher(read("metrics.md"))
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named(Pattern.compile("Busport[A-Z]\\w+"))).isEqualTo(rules);
    }

    @Test
    void every_reason_of_an_end_is_explained_on_the_page_that_is_linked() {
        List<String> explained = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                .matcher(read("connections.md"))
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(explained)
                .containsAll(
                        Stream.of(CloseReason.values()).map(CloseReason::label).toList());
    }

    @Test
    void every_link_leads_somewhere() {
        assertThat(LINK.matcher(page).results()).isNotEmpty().allSatisfy(link -> {
            String file = link.group(1);
            assertThat(DOCS.resolve(file)).as(link.group()).exists();
            if (link.group(2) != null) {
                assertThat(headings(file)).as(link.group()).contains(link.group(2));
            }
        });
    }

    private static List<String> headings(String file) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
