package io.busport.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands things over from one event loop to another, those of one turn together and in their order. From a loop to itself it hands them over
 * at once. Used on the loop they come from.
 */
final class Burst<T> {
    private final Executor later;
    private final Executor there;
    private final boolean here;
    private final Consumer<List<T>> to;
    private List<T> waiting = new ArrayList<>(0);

    /**
     * @param later runs a task in another turn of the loop they come from
     * @param there runs a task on the loop they go to
     * @param here whether the two are one
     */
    Burst(Executor later, Executor there, boolean here, Consumer<List<T>> to) {
        this.later = later;
        this.there = there;
        this.here = here;
        this.to = to;
    }

    void add(T one) {
        if (here) {
            to.accept(List.of(one));
            return;
        }
        if (waiting.isEmpty()) {
            later.execute(this::flush);
        }
        waiting.add(one);
    }

    /** Runs {@code task} there, behind everything so far. */
    void then(Runnable task) {
        flush();
        there.execute(task);
    }

    private void flush() {
        if (!waiting.isEmpty()) {
            List<T> these = waiting;
            waiting = new ArrayList<>();
            there.execute(() -> to.accept(these));
        }
    }
}
