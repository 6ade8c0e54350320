package io.busport.session.sim;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** An event loop: tasks in their order, run one at a time when the world says so. */
final class SimLoop {
    private final World world;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    SimLoop(World world) {
        this.world = world;
    }

    /** Runs a task at once when it is called on this loop. */
    Executor executor() {
        return task -> {
            if (world.current() == this) {
                task.run();
            } else {
                tasks.add(task);
            }
        };
    }

    Executor later() {
        return tasks::add;
    }

    boolean isIdle() {
        return tasks.isEmpty();
    }

    void step() {
        Runnable task = tasks.poll();
        if (task != null) {
            world.on(this, task);
        }
    }
}
