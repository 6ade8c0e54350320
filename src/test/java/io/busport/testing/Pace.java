package io.busport.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** For clients that are slow on purpose. Not for waiting: that is done with conditions and deadlines. */
public final class Pace {
    private Pace() {}

    /** Does a step, rests, and does the next, until a step returns false. */
    public static void every(Duration rest, BooleanSupplier step) {
        while (step.getAsBoolean()) {
            try {
                TimeUnit.MILLISECONDS.sleep(rest.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
