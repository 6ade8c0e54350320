package io.busport.natlab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a {@link Crew} has borne its faults: the table of a run, a line for each. */
final class Bearing {
    private static final String HEAD = """
            | fault | lost | doubled | out of order | longest silence | longest wait | unanswered | resumed | fresh | gaps |
            |---|---|---|---|---|---|---|---|---|---|""";

    private final List<String> rows = new CopyOnWriteArrayList<>();

    /**
     * A crew's account, when it has settled.
     *
     * @param silence the longest time without a message on any path, during the fault and after it
     */
    String add(String fault, Crew crew, Duration silence) {
        var flows = crew.flows();
        var row = "| %s | %d | %d | %d | %s | %s | %d | %d | %d | %d |"
                .formatted(
                        fault,
                        count(flows, flow -> flow.lost().size()),
                        count(flows, flow -> flow.doubled().size()),
                        count(flows, flow -> flow.reordered().size()),
                        seconds(silence),
                        seconds(flows.stream()
                                .flatMap(flow -> flow.slowest().stream())
                                .max(Duration::compareTo)
                                .orElse(Duration.ZERO)),
                        unanswered(crew),
                        crew.events("resumed"),
                        crew.events("fresh"),
                        crew.events("gap"));
        rows.add(row);
        return row;
    }

    /** Of all paths of a crew that talks all the time. */
    static Duration longestSilence(Crew crew, Instant begin, Instant end) {
        return crew.flows().stream()
                .map(flow -> flow.longestSilence(begin, end))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** When each path was silent for longer than a second. */
    static String silences(Crew crew) {
        return crew.flows().stream()
                .flatMap(flow -> flow.silences(Duration.ofSeconds(1)).stream())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** Questions that were reported as failed. One of which nothing is known does not let a crew settle. */
    static long unanswered(Crew crew) {
        return lines(crew).filter(line -> line.startsWith("unanswered ")).count();
    }

    /** Answers to another question than the one that was asked. */
    static List<String> misanswered(Crew crew) {
        return lines(crew).filter(line -> line.startsWith("misanswered ")).toList();
    }

    private static Stream<String> lines(Crew crew) {
        return crew.witnesses().values().stream()
                .flatMap(witness -> witness.lines().stream())
                .map(LabProcess.Line::text);
    }

    private static int count(List<Flow> flows, Function<Flow, Integer> what) {
        return flows.stream().mapToInt(what::apply).sum();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }

    @Override
    public String toString() {
        return HEAD + System.lineSeparator() + String.join(System.lineSeparator(), rows);
    }
}
