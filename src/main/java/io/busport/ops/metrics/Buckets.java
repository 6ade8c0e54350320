package io.busport.ops.metrics;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A histogram of times, for values that come often: one adder for each bucket, and nothing is kept of a value. Safe to use from any thread. */
final class Buckets {
    /** From a message to a neighbour thread to one around the world and back over a slow line. */
    static final double[] LATENCY = {
        0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
        2.5, 5, 10, 30
    };

    /** From a connection that is replaced at once to a device that was off for a night. */
    static final double[] ABSENCE = {0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 14_400, 43_200, 86_400};

    /**
     * @param bounds upper ends in seconds, the last one infinite
     * @param counts of each bucket, not added up
     * @param sum of all values, in seconds
     */
    record Content(List<Double> bounds, List<Long> counts, double sum) {}

    private final List<Double> bounds;
    private final long[] nanos;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    /** @param seconds upper ends, ascending */
    Buckets(double... seconds) {
        bounds = DoubleStream.concat(DoubleStream.of(seconds), DoubleStream.of(Double.POSITIVE_INFINITY))
                .boxed()
                .toList();
        nanos = DoubleStream.of(seconds).mapToLong(s -> Math.round(s * 1e9)).toArray();
        counts = Stream.generate(LongAdder::new).limit(bounds.size()).toArray(LongAdder[]::new);
    }

    void add(long value) {
        int i = 0;
        while (i < nanos.length && value > nanos[i]) {
            i++;
        }
        counts[i].increment();
        sum.add(value);
    }

    Content content() {
        return new Content(bounds, Stream.of(counts).map(LongAdder::sum).toList(), sum.sum() / 1e9);
    }
}
