package io.busport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.Loop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class FenceTest {
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Custody custody = new Custody();
    private Loop loop;
    private Fence fence;

    @BeforeEach
    void begin(Vertx vertx) {
        loop = new Loop(vertx);
        fence = new Fence(loop.context(), neighbours, custody);
    }

    /** Everything happens on the loop; afterwards it has done what that has left for it to do. */
    private <T> T on(Callable<T> task) throws TimeoutException {
        T result = loop.call(task);
        loop.run(() -> {});
        return result;
    }

    private Future<Void> settled() throws TimeoutException {
        return on(fence::settled);
    }

    private void pass() throws TimeoutException {
        on(() -> {
            neighbours.pass();
            return fence;
        });
    }

    private void assertUncertain(Future<Void> future) {
        assertThat(future.failed()).isTrue();
        assertThat(future.cause()).isInstanceOf(Uncertain.class);
    }

    @Test
    void it_is_done_when_everything_has_passed() throws TimeoutException {
        Future<Void> one = settled();
        assertThat(neighbours.passing).hasSize(1);
        assertThat(one.isComplete()).isFalse();
        pass();
        assertThat(one.succeeded()).isTrue();
    }

    @Test
    void those_who_ask_in_one_turn_are_told_together() throws TimeoutException {
        Future<Void> both =
                on(() -> Future.all(fence.settled(), fence.settled()).mapEmpty());
        assertThat(neighbours.passing).hasSize(1);
        pass();
        assertThat(both.succeeded()).isTrue();
        assertThat(neighbours.passing).isEmpty();
    }

    @Test
    void who_asks_while_others_wait_waits_for_what_passes_after_them() throws TimeoutException {
        Future<Void> one = settled();
        Future<Void> two = settled();
        Future<Void> three = settled();
        assertThat(neighbours.passing).as("one at a time").hasSize(1);
        pass();
        assertThat(one.succeeded()).isTrue();
        assertThat(two.isComplete()).isFalse();
        assertThat(neighbours.passing).hasSize(1);
        pass();
        assertThat(two.succeeded()).isTrue();
        assertThat(three.succeeded()).isTrue();
        assertThat(settled().isComplete()).isFalse();
    }

    @Test
    void after_a_loss_nobody_knows() throws TimeoutException {
        Future<Void> one = settled();
        neighbours.lose();
        pass();
        assertUncertain(one);
    }

    @Test
    void a_loss_counts_from_the_moment_when_it_was_put_on_the_bus() throws TimeoutException {
        Future<Void> one = settled();
        Future<Void> two = settled();
        neighbours.lose();
        Future<Void> three = settled(); // shares the fate of two, which was on the bus before
        pass();
        assertUncertain(one);
        pass();
        assertUncertain(two);
        assertUncertain(three);
        Future<Void> four = settled();
        pass();
        assertThat(four.succeeded()).as("nothing was lost since").isTrue();
    }

    @Test
    void all_are_told_when_the_last_who_waits_now_is_whatever_it_hears() throws TimeoutException {
        assertThat(on(fence::told).succeeded()).as("nobody waits").isTrue();
        Future<Void> one = settled();
        Future<Void> toldOne = on(fence::told);
        Future<Void> two = settled();
        Future<Void> toldTwo = on(fence::told);
        neighbours.lose();
        pass();
        assertUncertain(one);
        assertThat(toldOne.succeeded()).isTrue();
        assertThat(toldTwo.isComplete()).isFalse();
        pass();
        assertUncertain(two);
        assertThat(toldTwo.succeeded()).isTrue();
        assertThat(on(fence::told).succeeded()).isTrue();
    }

    @Test
    void nobody_knows_while_nobody_knows_where_messages_arrive() throws TimeoutException {
        neighbours.stamp = Neighbours.UNKNOWN;
        Future<Void> one = settled();
        pass();
        assertUncertain(one);
        Future<Void> two = settled();
        neighbours.stamp = 3;
        pass();
        assertUncertain(two);
    }

    @Test
    void nobody_knows_when_others_do_not_answer_and_those_behind_go_on() throws TimeoutException {
        Future<Void> one = settled();
        Future<Void> two = settled();
        on(() -> {
            neighbours.passNot();
            return fence;
        });
        assertUncertain(one);
        pass();
        assertThat(two.succeeded()).isTrue();
    }

    @Test
    void at_an_address_that_is_held_it_is_done_when_that_is_released() throws TimeoutException {
        custody.hold("slow");
        Future<Void> slow = on(() -> fence.settled("slow"));
        Future<Void> other = on(() -> fence.settled("other"));
        pass();
        pass();
        assertThat(other.succeeded()).isTrue();
        assertThat(slow.isComplete()).isFalse();
        custody.hold("another");
        custody.release("another");
        loop.run(() -> {});
        assertThat(slow.isComplete()).as("another is released").isFalse();
        custody.release("slow");
        loop.run(() -> {});
        assertThat(slow.succeeded()).isTrue();
    }

    @Test
    void an_address_that_is_released_before_everything_has_passed_holds_nobody() throws TimeoutException {
        custody.hold("slow");
        Future<Void> slow = on(() -> fence.settled("slow"));
        custody.release("slow");
        assertThat(slow.isComplete()).isFalse();
        pass();
        assertThat(slow.succeeded()).isTrue();
    }

    @Test
    void what_is_uncertain_at_an_address_that_is_held_is_known_at_once() throws TimeoutException {
        custody.hold("slow");
        Future<Void> slow = on(() -> fence.settled("slow"));
        neighbours.lose();
        pass();
        assertUncertain(slow);
    }
}
