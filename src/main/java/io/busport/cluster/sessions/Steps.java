package io.busport.cluster.sessions;

import java.util.StringJoiner;

/** How long each step of something took, for its line in the log: {@code seen 3 ms, taken 140 ms}. Confined to one event loop. */
final class Steps {
    private final long began = System.nanoTime();
    private final StringJoiner steps = new StringJoiner(", ");
    private long last = began;

    void done(String step) {
        long now = System.nanoTime();
        steps.add(step + " " + (now - last) / 1_000_000 + " ms");
        last = now;
    }

    /** From the first step's begin to now. */
    long millis() {
        return (System.nanoTime() - began) / 1_000_000;
    }

    @Override
    public String toString() {
        return steps.toString();
    }
}
