package io.busport.cluster.sessions;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.busport.session.Budget;
import io.busport.session.LiveSession;
import io.busport.session.Router;
import io.busport.session.SessionLoop;
import io.busport.session.SessionSettings;
import io.busport.session.SessionSettings.OutboxLimits;
import io.busport.testing.FakeRouter;
import io.busport.testing.SilentEvents;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Window;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A loop of sessions that does the next thing when the test says so. */
final class HandLoop {
    private static final Window WINDOW = new Window(100, 1 << 20);

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final SessionLoop sessions;

    HandLoop() {
        SessionSettings settings = new SessionSettings(
                "g",
                60_000,
                60_000,
                15_000,
                200_000,
                WINDOW,
                WINDOW,
                new OutboxLimits(100, 1 << 20, 0),
                1000,
                new Limits(1, 10, 10),
                new LiveSession.Limits(10, 10, 10, 1_000_000_000L),
                List.of());
        FakeRouter router = new FakeRouter();
        Router.Factory routers = new Router.Factory() {
            @Override
            public Router forText(Router.Origin origin) {
                return router;
            }

            @Override
            public Router forFrames(Router.Origin origin) {
                return router;
            }
        };
        this.sessions = new SessionLoop(
                tasks::add, tasks::add, () -> 1_000, routers, settings, new SilentEvents(), new Budget(1 << 30));
    }

    SessionLoop sessions() {
        return sessions;
    }

    /** Does the next thing that there is to do, or comes to be from another thread. */
    void runNext() throws InterruptedException {
        Runnable task = tasks.poll(5, SECONDS);
        if (task == null) {
            throw new AssertionError("nothing to do (expected: something that becomes of what was begun)");
        }
        task.run();
    }

    /** Does everything that there is to do. */
    void runAll() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }
}
