package io.busport.ops.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The metrics at one moment: filled by those who know, then shown. */
final class Reading {
    private record Sample(Labels labels, double value, Buckets.@Nullable Content content) {}

    private final Map<Metric, List<Sample>> samples = new EnumMap<>(Metric.class);

    /** @param values of its labels, in their order */
    void add(Metric metric, double value, String... values) {
        keep(metric, new Sample(labels(metric, values), value, null));
    }

    /** A count: exact up to 2^53. */
    void add(Metric metric, long value, String... values) {
        add(metric, (double) value, values);
    }

    void add(Metric metric, Buckets.Content content, String... values) {
        keep(metric, new Sample(labels(metric, values), 0, content));
    }

    private void keep(Metric metric, Sample sample) {
        samples.computeIfAbsent(metric, m -> new ArrayList<>()).add(sample);
    }

    private static Labels labels(Metric metric, String[] values) {
        return Labels.of(metric.labels().toArray(String[]::new), values);
    }

    /** A constant as a value of a label. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<MetricSnapshot> snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        samples.forEach((metric, some) -> all.add(snapshot(metric, some)));
        return all;
    }

    private static MetricSnapshot snapshot(Metric metric, List<Sample> some) {
        Unit unit = metric.unit().isEmpty() ? null : new Unit(metric.unit());
        MetricMetadata about = new MetricMetadata(metric.family(), metric.help(), unit);
        return switch (metric.type()) {
            case COUNTER ->
                new CounterSnapshot(
                        about,
                        each(some, s -> new CounterSnapshot.CounterDataPointSnapshot(s.value, s.labels, null, 0)));
            case GAUGE ->
                new GaugeSnapshot(
                        about, each(some, s -> new GaugeSnapshot.GaugeDataPointSnapshot(s.value, s.labels, null)));
            case INFO -> new InfoSnapshot(about, each(some, s -> new InfoSnapshot.InfoDataPointSnapshot(s.labels)));
            case HISTOGRAM -> new HistogramSnapshot(about, each(some, Reading::histogram));
        };
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot histogram(Sample sample) {
        Buckets.Content content = sample.content;
        if (content == null) {
            throw new IllegalStateException("a number (expected: the content of a histogram)");
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(content.bounds(), content.counts()))
                .sum(content.sum())
                .labels(sample.labels)
                .build();
    }

    private static <T> List<T> each(List<Sample> some, Function<Sample, T> point) {
        return some.stream().map(point).toList();
    }
}
