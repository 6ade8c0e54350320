package io.busport.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the tests of a run ended, and what they had to tell. Prints it when it is closed. */
final class VerdictSummary implements AutoCloseable {
    enum Outcome {
        PASS,
        FAIL,
        SKIPPED
    }

    private final Map<String, List<String>> facts = new HashMap<>();
    private final Map<Outcome, Integer> count = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    synchronized void fact(String test, String fact) {
        facts.computeIfAbsent(test, t -> new ArrayList<>()).add(fact);
    }

    synchronized void ended(String test, String name, Outcome outcome) {
        count.merge(outcome, 1, Integer::sum);
        lines.add("LONG: " + name.replaceAll("\\(.*", "") + " " + outcome);
        facts.getOrDefault(test, List.of()).forEach(f -> lines.add("LONG:   " + f));
    }

    /** What was told, and at last the verdict. A run in which nothing passed has proven nothing. */
    synchronized List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        int skipped = count.getOrDefault(Outcome.SKIPPED, 0);
        boolean pass = count.containsKey(Outcome.PASS) && !count.containsKey(Outcome.FAIL);
        all.add("LONG VERDICT: " + (pass ? "PASS" : "FAIL") + (skipped > 0 ? ", " + skipped + " skipped" : ""));
        return all;
    }

    @Override
    public void close() {
        System.out.println(String.join(System.lineSeparator(), lines()));
    }
}
