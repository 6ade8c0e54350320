package io.busport.ops.metrics;

import io.busport.session.Traffic;
import io.busport.wire.FailCode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What clients say and what becomes of it, for all event loops together. It is told of every message, so there is one adder for each number,
 * found without a search.
 */
public final class TrafficCounts implements Traffic {
    private static final String OK = "ok";
    /** Shown from the start, so that the first one is seen as an increase; the others from their first. */
    private static final Set<FailCode> USUAL = Set.of(
            FailCode.NO_HANDLERS,
            FailCode.TIMEOUT,
            FailCode.RECIPIENT_FAILURE,
            FailCode.DENIED,
            FailCode.NOT_TAKEN,
            FailCode.INTERNAL);

    private final Map<Verb, LongAdder> ok = adders(Verb.class);
    private final Map<Verb, Map<FailCode, LongAdder>> failed = new EnumMap<>(Verb.class);
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Buckets latency = new Buckets(Buckets.LATENCY);

    public TrafficCounts() {
        for (Verb verb : Verb.values()) {
            failed.put(verb, adders(FailCode.class));
        }
    }

    /** One for each constant; nothing is ever put there again, so that any thread may look. */
    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> constants) {
        Map<E, LongAdder> all = new EnumMap<>(constants);
        for (E constant : EnumSet.allOf(constants)) {
            all.put(constant, new LongAdder());
        }
        return all;
    }

    @Override
    public void said(Verb verb, @Nullable FailCode failure) {
        of(verb, failure).increment();
    }

    private LongAdder of(Verb verb, @Nullable FailCode failure) {
        return Objects.requireNonNull(
                failure == null
                        ? ok.get(verb)
                        : Objects.requireNonNull(failed.get(verb)).get(failure));
    }

    @Override
    public void answered(long nanos) {
        latency.add(nanos);
    }

    @Override
    public void heard(int takenNow, int refusedNow) {
        if (takenNow > 0) {
            taken.add(takenNow);
        }
        if (refusedNow > 0) {
            refused.add(refusedNow);
        }
    }

    void readInto(Reading reading) {
        for (Verb verb : Verb.values()) {
            reading.add(Metric.MESSAGES_SAID, of(verb, null).sum(), Reading.label(verb), OK);
            for (FailCode code : FailCode.values()) {
                long count = of(verb, code).sum();
                if (count > 0 || USUAL.contains(code)) {
                    reading.add(Metric.MESSAGES_SAID, count, Reading.label(verb), code.word());
                }
            }
        }
        reading.add(Metric.MESSAGES_HEARD, taken.sum(), "taken");
        reading.add(Metric.MESSAGES_HEARD, refused.sum(), "refused");
        reading.add(Metric.BUS_LATENCY, latency.content());
    }
}
