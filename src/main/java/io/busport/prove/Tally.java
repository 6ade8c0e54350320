package io.busport.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What was sent, what was promised, and what was heard. Knows no socket and no clock: times are nanoseconds that it is given.
 *
 * <p>Publishers, subscribers and numbers count from 1. Belongs to one event loop.
 */
final class Tally {
    private static final long LONGEST_DELAY_MICROS = TimeUnit.HOURS.toMicros(24);
    private static final int DIGITS = 3;

    private final int[] sent; // by publisher, as the next two
    private final BitSet[] promised;
    private final Heard[][] heard; // by subscriber and publisher
    private final long[] lastHeard; // by subscriber
    private final Histogram delays = new Histogram(LONGEST_DELAY_MICROS, DIGITS); // microseconds
    private long failed;
    private String firstFailure = "";
    private long strange;
    private long longestSilence;
    private long gaps;
    private long gapMessages;
    private long reconnects;
    private long faults;
    private long events;

    Tally(int publishers, int subscribers) {
        sent = new int[publishers];
        promised = IntStream.range(0, publishers).mapToObj(p -> new BitSet()).toArray(BitSet[]::new);
        heard = new Heard[subscribers][publishers];
        for (Heard[] row : heard) {
            Arrays.setAll(row, p -> new Heard());
        }
        lastHeard = new long[subscribers];
    }

    /** From here on silence counts. */
    void begin(long now) {
        Arrays.fill(lastHeard, now);
    }

    /** Whoever has heard nothing since its last message, when there is no more to hear, was silent until now. */
    void publishingEnded(long now) {
        for (long last : lastHeard) {
            longestSilence = Math.max(longestSilence, now - last);
        }
    }

    /** @return the number of the publisher's next message, which is now sent */
    int send(int publisher) {
        return ++sent[publisher - 1];
    }

    /** The publisher was told that its message will arrive. */
    void promised(int publisher, int number) {
        promised[publisher - 1].set(number);
        events++;
    }

    /** The publisher was told that its message will not arrive, or may not. */
    void failed(String why) {
        if (failed++ == 0) {
            firstFailure = why;
        }
        events++;
    }

    void heard(int subscriber, Numbered message, long now) {
        events++;
        int s = subscriber - 1;
        longestSilence = Math.max(longestSilence, now - lastHeard[s]);
        lastHeard[s] = now;
        int p = message.publisher() - 1;
        if (p < 0 || p >= sent.length || message.number() < 1 || message.number() > sent[p]) {
            strange++;
            return;
        }
        heard[s][p].add(message.number());
        delays.recordValue(Math.max(0, Math.min(LONGEST_DELAY_MICROS, (now - message.sent()) / 1000)));
    }

    /** A subscriber heard something that is no message of this run. */
    void heardStrange() {
        strange++;
    }

    /** A gateway said that it could not deliver so many. */
    void gap(long messages) {
        gaps++;
        gapMessages += messages;
        events++;
    }

    void reconnected() {
        reconnects++;
        events++;
    }

    void fault() {
        faults++;
    }

    /** Changes whenever anything has come. */
    long events() {
        return events;
    }

    long sent() {
        return IntStream.of(sent).asLongStream().sum();
    }

    long delivered() {
        return Arrays.stream(heard)
                .flatMap(Arrays::stream)
                .mapToLong(Heard::count)
                .sum();
    }

    /** Whether all futures are done and all that was promised has come. */
    boolean isComplete() {
        return unresolved() == 0 && lost() == 0;
    }

    private long acknowledged() {
        return Arrays.stream(promised).mapToLong(BitSet::cardinality).sum();
    }

    private long unresolved() {
        return sent() - acknowledged() - failed;
    }

    private long lost() {
        long lost = 0;
        for (Heard[] row : heard) {
            for (int p = 0; p < sent.length; p++) {
                lost += row[p].missing(promised[p]).cardinality();
            }
        }
        return lost;
    }

    private List<Loss> losses() {
        List<Loss> losses = new ArrayList<>();
        for (int s = 0; s < heard.length; s++) {
            for (int p = 0; p < sent.length; p++) {
                BitSet missing = heard[s][p].missing(promised[p]);
                if (!missing.isEmpty()) {
                    losses.add(new Loss(s + 1, p + 1, missing));
                }
            }
        }
        return losses;
    }

    Verdict verdict() {
        return new Verdict(
                sent(),
                acknowledged(),
                failed,
                firstFailure,
                unresolved(),
                acknowledged() * heard.length,
                delivered(),
                losses(),
                Arrays.stream(heard)
                        .flatMap(Arrays::stream)
                        .mapToLong(Heard::duplicated)
                        .sum(),
                Arrays.stream(heard)
                        .flatMap(Arrays::stream)
                        .mapToLong(Heard::reordered)
                        .sum(),
                strange,
                TimeUnit.NANOSECONDS.toMillis(longestSilence),
                reconnects,
                gaps,
                gapMessages,
                faults,
                delays.getValueAtPercentile(50) / 1000.0,
                delays.getValueAtPercentile(99) / 1000.0,
                delays.getMaxValue() / 1000.0);
    }
}
