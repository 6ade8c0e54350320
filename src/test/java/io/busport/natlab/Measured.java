package io.busport.natlab;

import io.busport.natlab.Company.Recovery;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table of what was measured: a line for each fault and client, as in docs/guarantees.md. */
final class Measured {
    static final String HEAD = """
            | fault | client | lost | doubled | out of order | there | back | longest wait |
            |---|---|---|---|---|---|---|---|""";

    /** A machine is busy when more programs than this want to run on each of its processors. The lab's own are not so many. */
    private static final double BUSY = 1.5;

    private final List<String> rows = new CopyOnWriteArrayList<>();

    /** When everybody has said what was sent. */
    List<String> add(String fault, Company company, List<Recovery> recoveries) {
        List<String> added = Stream.iterate(0, i -> i < recoveries.size(), i -> i + 1)
                .map(i -> row(
                        fault,
                        company.clients().get(i).kind().title(),
                        company.ledgers().get(i),
                        recoveries.get(i)))
                .toList();
        rows.addAll(added);
        return added;
    }

    /** On a busy machine everything that a recovery is made of waits for a processor: it gets twice the time. */
    static Duration onThisMachine(Duration limit) {
        return load() > BUSY * processors() ? limit.multipliedBy(2) : limit;
    }

    static String machine() {
        return String.format(Locale.ROOT, "%d processors, load %.1f", processors(), load());
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Of the last minute. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String row(String fault, String client, Ledger ledger, Recovery recovery) {
        return "| %s | %s | %d | %d | %d | %s | %s | %s |"
                .formatted(
                        fault,
                        client,
                        count(ledger, Flow::lost),
                        count(ledger, Flow::doubled),
                        count(ledger, Flow::reordered),
                        seconds(recovery.there()),
                        seconds(recovery.back()),
                        seconds(longestWait(ledger)));
    }

    private static int count(Ledger ledger, Function<Flow, Collection<Long>> what) {
        return what.apply(ledger.there()).size() + what.apply(ledger.back()).size();
    }

    /** Of any message, both ways, from being published to being heard. */
    private static Duration longestWait(Ledger ledger) {
        return Stream.of(ledger.there(), ledger.back())
                .flatMap(flow -> flow.slowest().stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }

    @Override
    public String toString() {
        return HEAD + System.lineSeparator() + String.join(System.lineSeparator(), rows);
    }
}
