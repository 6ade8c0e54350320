package io.busport.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(VertxExtension.class)
class TurnTest {
    private final AtomicInteger next = new AtomicInteger();
    private Context loop;
    private Turn.Round round;
    private Turn turn;

    @BeforeEach
    void prepare(Vertx vertx) {
        loop = vertx.getOrCreateContext();
        round = new Turn.Round(loop);
        turn = new Turn(round, next::incrementAndGet);
    }

    @Test
    void who_is_alone_does_a_hundred_and_goes_on_in_the_next_turn_of_the_loop() throws TimeoutException {
        onLoop(() -> {
            turn.count(99);
            assertThat(turn.isOver()).isFalse();
            turn.count(1);
            assertThat(turn.isOver()).isTrue();
            turn.end();
            turn.end();
            assertThat(next).hasValue(0);
        });
        await().until(() -> next.get() > 0);
        onLoop(() -> assertThat(turn.isOver()).isFalse());
        assertThat(next).as("once, however often it ended").hasValue(1);
    }

    @Test
    void once_a_hundred_are_done_the_others_of_the_round_do_eight() throws TimeoutException {
        Turn other = new Turn(round, () -> {});
        onLoop(() -> {
            turn.count(100);
            other.count(7);
            assertThat(other.isOver()).isFalse();
            other.count(1);
            assertThat(other.isOver()).isTrue();
        });
        await().untilAsserted(() -> onLoop(() -> assertThat(other.isOver()).isFalse()));
        onLoop(() -> {
            other.count(8);
            assertThat(other.isOver()).as("in the next round").isFalse();
        });
    }

    /** The task below is such a loop: nothing else of it runs as long as it does not end. */
    @Test
    void where_the_loop_does_not_come_to_it_who_has_waited_has_another_turn() throws TimeoutException {
        onLoop(() -> {
            turn.count(100);
            turn.end();
            assertThat(turn.isOver()).isTrue();
            long deadline = System.nanoTime() + SECONDS.toNanos(10);
            while (turn.isOver() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(turn.isOver()).isFalse();
            turn.count(8);
            assertThat(turn.isOver()).as("a short one, in a round that is full").isTrue();
            assertThat(next).hasValue(0);
        });
    }

    private void onLoop(Runnable task) throws TimeoutException {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(v -> {
            try {
                task.run();
                done.complete();
            } catch (AssertionError | RuntimeException e) {
                done.fail(e);
            }
        });
        var unused = done.future().await(10, SECONDS);
    }
}
