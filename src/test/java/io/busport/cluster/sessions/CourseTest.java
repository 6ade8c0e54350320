package io.busport.cluster.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.routing.Neighbours;
import io.busport.session.LoopGate;
import io.busport.session.Moving;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final Moving MOVING = new Moving(Set.of("mover"), Set.of("heard"));

    private final HandLoop one = new HandLoop();
    private final HandLoop two = new HandLoop();
    /** Each time that what is uncertain is repeated. */
    private final List<Promise<Void>> repeats = new ArrayList<>();

    private final List<Runnable> tryAgain = new ArrayList<>();

    private final Course course = new Course(
            () -> List.of(one.sessions(), two.sessions()),
            () -> {
                Promise<Void> promise = Promise.promise();
                repeats.add(promise);
                return promise.future();
            },
            tryAgain::add);

    private void run() {
        one.runAll();
        two.runAll();
    }

    private void assertOpen(boolean open) {
        run();
        assertThat(LoopGate.isOpen(one.sessions())).as("one loop").isEqualTo(open);
        assertThat(LoopGate.isOpen(two.sessions())).as("the other").isEqualTo(open);
    }

    private void assertMoversGoOn(boolean passes) {
        run();
        assertThat(LoopGate.passes(one.sessions(), "mover", "elsewhere"))
                .as("what they say")
                .isEqualTo(passes);
        assertThat(LoopGate.passes(two.sessions(), "other", "heard"))
                .as("what they hear")
                .isEqualTo(passes);
    }

    private void repeated(int which) {
        repeats.get(which).complete();
    }

    @Test
    void on_course_everything_is_said() {
        assertOpen(true);
        assertThat(course.isDisturbed()).isFalse();
        assertThat(course.stamp()).isNotEqualTo(Neighbours.UNKNOWN);
    }

    @Test
    void once_disturbed_nothing_is_said_and_nobody_knows_what_arrives() {
        long unused = course.disturb();
        assertThat(course.isDisturbed()).isTrue();
        assertThat(course.stamp()).isEqualTo(Neighbours.UNKNOWN);
        assertOpen(false);
        assertThat(repeats).isEmpty();
    }

    @Test
    void once_settled_what_is_uncertain_is_repeated_before_anything_new() {
        long before = course.stamp();
        course.settle(course.disturb());
        assertThat(repeats).hasSize(1);
        assertThat(course.stamp()).isNotIn(before, Neighbours.UNKNOWN);
        assertOpen(false);
        repeated(0);
        assertOpen(true);
        assertThat(repeats).hasSize(1);
    }

    @Test
    void what_cannot_be_repeated_is_tried_again_before_anything_overtakes_it() {
        course.settle(course.disturb());
        repeats.get(0).fail("no answer");
        assertOpen(false);
        assertThat(repeats).as("not at once").hasSize(1);
        tryAgain.remove(0).run();
        assertOpen(false);
        repeated(1);
        assertOpen(true);
        assertThat(tryAgain).isEmpty();
    }

    @Test
    void what_cannot_be_repeated_waits_for_who_holds_and_keeps_nobody_from_holding() {
        course.settle(course.disturb());
        repeats.get(0).fail("no answer");
        Future<Void> held = course.hold("a#1", "a", MOVING);
        run();
        assertThat(held.succeeded()).isTrue();
        tryAgain.remove(0).run();
        assertThat(repeats).hasSize(1);
        assertThat(course.release("a#1")).isTrue();
        repeated(1);
        assertOpen(true);
    }

    @Test
    void disturbed_while_it_is_tried_in_vain_it_is_repeated_when_that_is_settled() {
        course.settle(course.disturb());
        long again = course.disturb();
        repeats.get(0).fail("no answer");
        assertThat(tryAgain).isEmpty();
        course.settle(again);
        repeated(1);
        assertOpen(true);
    }

    @Test
    void who_settles_without_knowing_of_the_last_disturbance_settles_nothing() {
        long first = course.disturb();
        long second = course.disturb();
        course.settle(first);
        assertThat(course.isDisturbed()).isTrue();
        assertThat(repeats).isEmpty();
        course.settle(second);
        assertThat(course.isDisturbed()).isFalse();
        assertThat(repeats).hasSize(1);
    }

    @Test
    void disturbed_again_while_it_is_repeated_nothing_new_is_said_before_that_is_settled_too() {
        course.settle(course.disturb());
        long again = course.disturb();
        repeated(0);
        assertOpen(false);
        course.settle(again);
        repeated(1);
        assertOpen(true);
    }

    @Test
    void disturbed_on_another_thread_a_loop_that_was_about_to_go_on_does_not() {
        course.settle(course.disturb());
        run();
        repeated(0); // both loops are about to go on
        long unused = course.disturb();
        assertOpen(false);
    }

    @Test
    void disturbed_and_settled_again_while_it_is_repeated_what_was_lost_since_is_repeated_too() {
        course.settle(course.disturb());
        course.settle(course.disturb());
        assertThat(repeats).as("one at a time").hasSize(1);
        repeated(0);
        assertThat(repeats).hasSize(2);
        assertOpen(false);
        repeated(1);
        assertOpen(true);
        assertThat(repeats).hasSize(2);
    }

    @Test
    void it_is_held_when_every_loop_is() {
        long stamp = course.stamp();
        Future<Void> held = course.hold("a#1", "a", MOVING);
        one.runAll();
        assertThat(held.isComplete()).isFalse();
        two.runAll();
        assertThat(held.succeeded()).isTrue();
        assertMoversGoOn(false);
        assertOpen(true);
        assertThat(course.stamp()).as("everything still arrives").isEqualTo(stamp);
    }

    @Test
    void it_goes_on_when_the_last_who_holds_releases_it() {
        Future<Void> unused = course.hold("a#1", "a", MOVING);
        unused = course.hold("b#1", "b", MOVING);
        assertThat(course.release("a#1")).isTrue();
        assertThat(course.release("a#1")).as("once").isFalse();
        assertThat(course.release("c#1")).isFalse();
        assertMoversGoOn(false);
        assertThat(course.release("b#1")).isTrue();
        assertMoversGoOn(true);
        assertThat(repeats).as("nothing was lost").isEmpty();
    }

    @Test
    void who_is_gone_holds_nobody_up() {
        Future<Void> unused = course.hold("a#1", "a", MOVING);
        unused = course.hold("a#2", "a", MOVING);
        unused = course.hold("b#1", "b", MOVING);
        course.forget("c");
        course.forget("b");
        assertMoversGoOn(false);
        course.forget("a");
        assertMoversGoOn(true);
    }

    @Test
    void a_disturbance_outlasts_a_hold_and_a_hold_a_disturbance() {
        Future<Void> unused = course.hold("a#1", "a", MOVING);
        long disturbance = course.disturb();
        assertThat(course.release("a#1")).isTrue();
        assertThat(repeats).isEmpty();
        assertOpen(false);
        unused = course.hold("a#2", "a", MOVING);
        course.settle(disturbance);
        assertThat(repeats).as("not while receivers move").isEmpty();
        assertOpen(false);
        assertThat(course.release("a#2")).isTrue();
        repeated(0);
        assertOpen(true);
        assertMoversGoOn(true);
    }

    @Test
    void who_holds_while_it_is_repeated_waits_for_that_and_keeps_nobody_else() {
        course.settle(course.disturb());
        Future<Void> held = course.hold("a#1", "a", MOVING);
        run();
        assertThat(held.isComplete()).isFalse();
        repeated(0);
        run();
        assertThat(held.succeeded()).isTrue();
        assertOpen(true);
        assertMoversGoOn(false);
        assertThat(course.release("a#1")).isTrue();
        assertMoversGoOn(true);
        assertThat(repeats).hasSize(1);
    }
}
