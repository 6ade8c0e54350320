package io.busport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of metrics in the Prometheus text format, read strictly: a line is a comment that is known, or a sample of the family above it, once;
 * the buckets of a histogram go up and end with its count.
 */
public final class Exposition {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(.*)})? (NaN|[+-]Inf|-?[0-9.]+(?:E-?[0-9]+)?)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(?:,|$)");

    private record Sample(String name, Map<String, String> labels, double value) {}

    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, String> types = new HashMap<>();

    public static Exposition of(String page) {
        assertThat(page).endsWith("\n");
        Exposition exposition = new Exposition();
        String helped = "";
        String family = "";
        for (String line : page.lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            if (help.matches()) {
                helped = help.group(1);
            } else if (type.matches()) {
                family = type.group(1);
                assertThat(helped).as("the sentence above %s", line).isEqualTo(family);
                assertThat(exposition.types.put(family, type.group(2))).as(line).isNull();
            } else {
                exposition.sample(line, family);
            }
        }
        exposition.types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                exposition.checkHistogram(name);
            }
        });
        return exposition;
    }

    private void sample(String line, String family) {
        Matcher m = SAMPLE.matcher(line);
        assertThat(m.matches()).as(line).isTrue();
        String suffix = switch (String.valueOf(types.get(family))) {
            case "histogram" -> "(_bucket|_count|_sum)";
            case "summary" -> "(_count|_sum)?";
            default -> "";
        };
        assertThat(m.group(1)).as(line).matches(family + suffix);
        Sample sample = new Sample(m.group(1), labels(m.group(2), line), number(m.group(3)));
        assertThat(samples).noneMatch(s -> s.name.equals(sample.name) && s.labels.equals(sample.labels));
        samples.add(sample);
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new HashMap<>();
        if (text != null) {
            Matcher m = LABEL.matcher(text);
            int end = 0;
            while (m.find() && m.start() == end) {
                assertThat(labels.put(m.group(1), m.group(2))).as(line).isNull();
                end = m.end();
            }
            assertThat(end).as(line).isEqualTo(text.length());
        }
        return labels;
    }

    private static double number(String text) {
        return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    private void checkHistogram(String name) {
        List<Sample> buckets =
                samples.stream().filter(s -> s.name.equals(name + "_bucket")).toList();
        assertThat(buckets).as(name).isNotEmpty();
        double bound = Double.NEGATIVE_INFINITY;
        double count = 0;
        for (Sample bucket : buckets) {
            double next = number(String.valueOf(bucket.labels.get("le")));
            assertThat(next).as(name).isGreaterThan(bound);
            assertThat(bucket.value).as(name).isGreaterThanOrEqualTo(count);
            bound = next;
            count = bucket.value;
        }
        assertThat(bound).as(name).isInfinite();
        assertThat(count).as(name).isEqualTo(value(name + "_count"));
    }

    /** The value of one sample; {@code labels} are names and values, all of them. */
    public double value(String name, String... labels) {
        Map<String, String> wanted = new HashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        List<Sample> found = samples.stream()
                .filter(s -> s.name.equals(name) && s.labels.equals(wanted))
                .toList();
        assertThat(found).as("%s %s", name, wanted).hasSize(1);
        return found.get(0).value;
    }

    /** The names of all samples. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        samples.forEach(s -> names.add(s.name));
        return names;
    }

    /** The names of labels that samples of a name have. */
    public Set<String> labelsOf(String name) {
        Set<String> labels = new TreeSet<>();
        samples.stream().filter(s -> s.name.equals(name)).forEach(s -> labels.addAll(s.labels.keySet()));
        return labels;
    }

    public String typeOf(String family) {
        return String.valueOf(types.get(family));
    }
}
