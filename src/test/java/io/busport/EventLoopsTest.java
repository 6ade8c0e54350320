package io.busport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.Loop;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    private static final int LOOPS = 3;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final EventLoops loops = new EventLoops(vertx);

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(5, SECONDS);
    }

    @Test
    void they_have_passed_when_every_one_of_them_has_run_what_came_before() throws Exception {
        Set<Thread> passed = ConcurrentHashMap.newKeySet();
        CountDownLatch held = new CountDownLatch(1);
        for (int i = 0; i < LOOPS; i++) {
            new Loop(vertx).context().runOnContext(v -> {
                try {
                    assertThat(held.await(5, SECONDS)).isTrue();
                    passed.add(Thread.currentThread());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        var all = loops.passed();
        assertThat(all.isComplete()).isFalse();
        held.countDown();
        all.await(5, SECONDS);
        assertThat(passed).hasSize(LOOPS);
    }

    @Test
    void a_context_without_deployment_is_on_the_loop_that_asked() throws TimeoutException {
        Loop loop = new Loop(vertx);
        Thread thread = loop.call(Thread::currentThread);
        var bare = loop.call(loops::withoutDeployment);
        var ran = Promise.<Thread>promise();
        bare.runOnContext(v -> ran.complete(Thread.currentThread()));
        assertThat(ran.future().await(5, SECONDS)).isSameAs(thread);
    }
}
