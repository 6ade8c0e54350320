package io.busport.natlab;

import io.busport.natlab.LabProcess.Line;
import java.util.List;
import java.util.stream.Stream;

/**
 * The judge of two-way traffic between two programs that number what they publish: 1, 2, 3, and so on. It knows no client: it reads
 * what the two have said so far, at any time while they talk.
 *
 * <pre>
 *   got FROM I EPOCHMS               a message was heard: who published it, its number, and when it was published
 *   sent N acked N failed K          how many were published, and what became of them; the last such line counts
 *   event JSON                       the session has something to tell
 * </pre>
 *
 * A message was heard when its line was read. Other lines are passed over. One of these that cannot be read is an
 * {@link IllegalArgumentException}: a judge must not look away.
 *
 * @param there what the one has published and the other heard
 * @param back the other way
 */
record Ledger(Flow there, Flow back) {
    /** A program's name, as its messages bear it, and its lines. The lines of one that was started again follow the first ones. */
    record Witness(String name, List<Line> lines) {
        private static final String EVENT = "event ";

        Witness {
            lines = List.copyOf(lines);
        }

        /** What its session has told, in order: JSON objects. */
        List<String> events() {
            return lines.stream()
                    .map(Line::text)
                    .filter(line -> line.startsWith(EVENT))
                    .map(line -> line.substring(EVENT.length()))
                    .toList();
        }
    }

    static Ledger of(Witness one, Witness other) {
        if (one.name().equals(other.name())) {
            throw new IllegalArgumentException("both are named '%s': expected two names".formatted(one.name()));
        }
        return new Ledger(Flow.read(one, other), Flow.read(other, one));
    }

    /** All that went wrong, a sentence each; empty is perfect. Both programs must have said what they sent. */
    List<String> faults() {
        return Stream.of(there, back).flatMap(flow -> flow.faults().stream()).toList();
    }

    /** A line for each direction. */
    @Override
    public String toString() {
        return there + System.lineSeparator() + back;
    }
}
