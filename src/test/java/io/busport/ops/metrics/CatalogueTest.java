package io.busport.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names of metrics: their form, the page about them, and the dashboard. */
class CatalogueTest {
    private static final Path PAGE = Path.of("docs/metrics.md");
    private static final Path DASHBOARD = Path.of("docs/grafana.json");
    /** Ends of names that the exposition adds by itself, or forbids. */
    private static final List<String> RESERVED = List.of("_total", "_created", "_bucket", "_count", "_sum", "_info");

    private static final Pattern SERIES = Pattern.compile("\\b(?:busport|jvm|process|system)_[a-z0-9_]+");

    @Test
    void names_have_the_form_that_open_metrics_asks_for() {
        assertThat(Metric.values()).allSatisfy(metric -> {
            assertThat(metric.family()).matches("busport(_[a-z]+)+");
            assertThat(RESERVED).noneMatch(end -> metric.family().endsWith(end));
            assertThat(metric.series())
                    .allSatisfy(name ->
                            assertThat(name.endsWith("_total")).isEqualTo(metric.type() == Metric.Type.COUNTER));
            assertThat(metric.labels()).allMatch(label -> label.matches("[a-z]+(_[a-z]+)*"));
            assertThat(metric.labels()).doesNotContain("le", "quantile");
            assertThat(metric.help()).matches("[A-Z0-9].*\\.");
        });
        assertThat(Arrays.stream(Metric.values()).map(Metric::family)).doesNotHaveDuplicates();
    }

    @Test
    void times_are_seconds_and_sizes_are_bytes() {
        assertThat(Metric.values())
                .filteredOn(metric -> metric.type() == Metric.Type.HISTOGRAM)
                .allMatch(metric -> metric.unit().equals("seconds"));
        assertThat(Metric.values())
                .filteredOn(metric -> metric.family().matches(".*(bytes|seconds|millis|ms|time).*"))
                .allMatch(metric -> !metric.unit().isEmpty());
    }

    @Test
    void the_page_has_the_table_of_the_catalogue() throws IOException {
        String table = Arrays.stream(Metric.values()).map(CatalogueTest::row).collect(Collectors.joining("\n"));
        assertThat(Files.readString(PAGE)).contains("|---|---|---|---|\n" + table + "\n");
    }

    private static String row(Metric metric) {
        String name = metric.type() == Metric.Type.HISTOGRAM
                ? metric.family()
                : metric.series().get(0);
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        String type = metric.type().word() + (metric.unit().isEmpty() ? "" : ", " + metric.unit());
        return "| `" + name + "` | " + type + " | " + labels + " | " + metric.help() + " |";
    }

    @Test
    void the_page_names_no_other_metric() throws IOException {
        assertThat(namesIn(Files.readString(PAGE))).isNotEmpty().isSubsetOf(known());
    }

    @Test
    void every_query_of_the_dashboard_names_metrics_that_there_are() throws IOException {
        List<String> queries = queries(new JsonObject(Files.readString(DASHBOARD)));
        assertThat(queries).hasSizeGreaterThan(20).allSatisfy(query -> {
            assertThat(namesIn(query)).as(query).isNotEmpty().isSubsetOf(known());
            assertThat(query.chars().filter(c -> c == '(').count())
                    .as(query)
                    .isEqualTo(query.chars().filter(c -> c == ')').count());
        });
    }

    @Test
    void the_dashboard_has_panels_with_numbers_and_places_of_their_own() throws IOException {
        JsonObject dashboard = new JsonObject(Files.readString(DASHBOARD));
        assertThat(dashboard.getString("title")).isEqualTo("Busport");
        assertThat(dashboard.getInteger("schemaVersion")).isGreaterThanOrEqualTo(36);
        List<JsonObject> panels = objects(dashboard.getJsonArray("panels"));
        assertThat(panels.stream().map(p -> p.getInteger("id"))).doesNotHaveDuplicates();
        assertThat(panels.stream().map(p -> p.getJsonObject("gridPos"))).doesNotHaveDuplicates();
        assertThat(panels)
                .allSatisfy(panel -> assertThat(panel.getString("title")).isNotBlank());
    }

    private static List<String> queries(JsonObject dashboard) {
        List<String> queries = new ArrayList<>();
        for (JsonObject panel : objects(dashboard.getJsonArray("panels"))) {
            objects(panel.getJsonArray("targets", new JsonArray())).forEach(t -> queries.add(t.getString("expr")));
        }
        return queries;
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static Set<String> namesIn(String text) {
        return SERIES.matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The catalogue's, histograms also without their ends, and those of this JVM. */
    private static Set<String> known() {
        Set<String> names = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            names.addAll(metric.series());
            if (metric.type() == Metric.Type.HISTOGRAM) {
                names.add(metric.family());
            }
        }
        try (JvmMetrics jvm = new JvmMetrics()) {
            jvm.snapshots().forEach(s -> {
                String name = s.getMetadata().getPrometheusName();
                Stream.of("", "_total", "_count", "_sum").forEach(end -> names.add(name + end));
            });
        }
        // There only after a collection of garbage.
        names.addAll(List.of("jvm_gc_pause_seconds", "jvm_gc_pause_seconds_count", "jvm_gc_pause_seconds_sum"));
        return names;
    }
}
