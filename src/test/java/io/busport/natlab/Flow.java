package io.busport.natlab;

import io.busport.natlab.LabProcess.Line;
import io.busport.natlab.Ledger.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * One direction of a {@link Ledger}: what one program has published and another one heard.
 *
 * @param from who published
 * @param to who heard
 * @param sent the publisher's last word; absent while it has not said it
 * @param heard in the order of hearing, repeats included
 */
record Flow(String from, String to, Optional<Sent> sent, List<Heard> heard) {
    /** Numbers from 1 to {@code published}. A failed one has been reported to the publisher and may be missing. */
    record Sent(long published, long acked, long failed) {}

    /** When it was published by the publisher's clock, and when it was heard by this machine's. In a lab they are the same clock. */
    record Heard(long number, Instant published, Instant at) {}

    private static final Pattern GOT = Pattern.compile("got (\\S+) (\\d+) (\\d+)");
    private static final Pattern SENT = Pattern.compile("sent (\\d+) acked (\\d+) failed (\\d+)");
    /** More numbers than this say nothing more to a reader. */
    private static final int SHOWN = 20;

    static Flow read(Witness publisher, Witness hearer) {
        var sent = publisher.lines().stream()
                .filter(line -> line.text().startsWith("sent "))
                .map(line -> matched(publisher, line, SENT))
                .reduce((earlier, later) -> later)
                .map(last -> new Sent(number(last, 1), number(last, 2), number(last, 3)));
        var heard = hearer.lines().stream()
                .filter(line -> line.text().startsWith("got "))
                .flatMap(line -> {
                    var got = matched(hearer, line, GOT);
                    var published = Instant.ofEpochMilli(number(got, 3));
                    return got.group(1).equals(publisher.name())
                            ? Stream.of(new Heard(number(got, 2), published, line.at()))
                            : Stream.empty();
                })
                .toList();
        return new Flow(publisher.name(), hearer.name(), sent, heard);
    }

    /** Published and never heard, whether reported as failed or not. */
    SortedSet<Long> lost() {
        var numbers = numbers();
        return LongStream.rangeClosed(1, said().published())
                .filter(i -> !numbers.contains(i))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Heard more than once. */
    SortedSet<Long> doubled() {
        var once = new HashSet<Long>();
        return heard.stream()
                .map(Heard::number)
                .filter(i -> !once.add(i))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** First heard after a higher number. A repeat is not out of order, it is {@link #doubled()}. */
    SortedSet<Long> reordered() {
        var late = new TreeSet<Long>();
        var before = new HashSet<Long>();
        var highest = 0L;
        for (var one : heard) {
            if (before.add(one.number()) && one.number() < highest) {
                late.add(one.number());
            }
            highest = Math.max(highest, one.number());
        }
        return late;
    }

    /** Heard, but never published. */
    SortedSet<Long> invented() {
        var last = said().published();
        return numbers().stream().filter(i -> i < 1 || i > last).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * How long after an instant, as the end of a fault, the next message was heard; empty while none was. One that comes for the
     * second time delivers nothing and does not count.
     */
    Optional<Duration> nextAfter(Instant instant) {
        return firstHearings()
                .map(Heard::at)
                .filter(at -> !at.isBefore(instant))
                .min(Instant::compareTo)
                .map(at -> Duration.between(instant, at));
    }

    /** When the first of those was heard that were published from an instant on; empty while none was. */
    Optional<Instant> heardSince(Instant published) {
        return firstHearings()
                .filter(one -> !one.published().isBefore(published))
                .map(Heard::at)
                .min(Instant::compareTo);
    }

    /** The longest way of any message, from being published to being heard; empty while none was. */
    Optional<Duration> slowest() {
        return firstHearings()
                .map(one -> Duration.between(one.published(), one.at()))
                .max(Duration::compareTo);
    }

    /** The longest time without a first hearing between two instants; the instants count as hearings. */
    Duration longestSilence(Instant begin, Instant end) {
        var longest = Duration.ZERO;
        var last = begin;
        var within = firstHearings().map(Heard::at).filter(at -> at.isAfter(begin) && at.isBefore(end));
        for (var at : Stream.concat(within, Stream.of(end)).toList()) {
            var silence = Duration.between(last, at);
            longest = silence.compareTo(longest) > 0 ? silence : longest;
            last = at;
        }
        return longest;
    }

    /** All silences that are longer than this, a sentence each. */
    List<String> silences(Duration atLeast) {
        var found = new ArrayList<String>();
        Heard last = null;
        for (var one : firstHearings().toList()) {
            if (last != null && Duration.between(last.at(), one.at()).compareTo(atLeast) > 0) {
                found.add("%s: nothing from %s to %s, number %d, published at %s"
                        .formatted(path(), last.at(), one.at(), one.number(), one.published()));
            }
            last = one;
        }
        return found;
    }

    /** All that went wrong, a sentence each. A lost message that was reported as failed is no fault of the path. */
    List<String> faults() {
        var faults = new ArrayList<String>();
        var lost = lost();
        if (lost.size() > said().failed()) {
            faults.add("%s: lost %s, and %d reported as failed".formatted(path(), show(lost), said().failed()));
        }
        report(faults, "doubled", doubled());
        report(faults, "reordered", reordered());
        report(faults, "heard what was never sent:", invented());
        if (said().acked() + said().failed() != said().published()) {
            faults.add("%s: %s, which leaves some undecided".formatted(path(), said()));
        }
        return faults;
    }

    @Override
    public String toString() {
        var rest = sent.map(all -> "%s, lost %s, ".formatted(all, show(lost()))).orElse("not yet said what was sent, ");
        return "%s: heard %d, %sdoubled %s, reordered %s"
                .formatted(path(), heard.size(), rest, show(doubled()), show(reordered()));
    }

    private void report(List<String> faults, String what, Collection<Long> numbers) {
        if (!numbers.isEmpty()) {
            faults.add("%s: %s %s".formatted(path(), what, show(numbers)));
        }
    }

    private Sent said() {
        return sent.orElseThrow(() -> new IllegalStateException(
                "'%s' has not said what it sent: expected a line 'sent N acked N failed K'".formatted(from)));
    }

    private Stream<Heard> firstHearings() {
        var once = new HashSet<Long>();
        return heard.stream().filter(one -> once.add(one.number()));
    }

    private TreeSet<Long> numbers() {
        return heard.stream().map(Heard::number).collect(Collectors.toCollection(TreeSet::new));
    }

    private String path() {
        return "%s to %s".formatted(from, to);
    }

    private static String show(Collection<Long> numbers) {
        if (numbers.isEmpty()) {
            return "none";
        }
        var shown = numbers.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(" "));
        return numbers.size() <= SHOWN ? shown : "%s and %d more".formatted(shown, numbers.size() - SHOWN);
    }

    private static Matcher matched(Witness witness, Line line, Pattern form) {
        var matcher = form.matcher(line.text());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "line '%s' of '%s': expected %s".formatted(line.text(), witness.name(), form));
        }
        return matcher;
    }

    private static long number(Matcher line, int group) {
        return Long.parseLong(line.group(group));
    }
}
