package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.SessionSnapshot.Question;
import io.busport.testing.FakeAsker;
import io.busport.wire.Frame;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Those who wait for a client that changes its gateway. */
class AskersElsewhereTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Askers there = new Askers("s", SECOND, 2);
    private final Askers here = new Askers("s-2", SECOND, 2);
    private final FakeAsker first = new FakeAsker();
    private final FakeAsker again = new FakeAsker();

    private static void answer(Askers askers, String address, String body) {
        Router.@Nullable Asker asker = askers.take(address);
        assertThat(asker).isNotNull();
        if (asker != null) {
            asker.reply(Frame.Send.of(address, body, 1));
        }
    }

    @Test
    void the_questions_of_sessions_that_wait_can_be_waited_for_elsewhere() {
        String one = there.keep(first, "x/1");
        String unused = there.keep(first);
        assertThat(there.questions()).containsExactly(new Question(one, "x/1"));
        assertThat(there.take(one)).isSameAs(first);
        assertThat(there.questions()).isEmpty();
    }

    @Test
    void what_is_asked_again_is_answered_to_who_asked_last() {
        String address = there.keep(first, "x/1");
        there.instead("x/1", again);
        assertThat(there.questions()).containsExactly(new Question(address, "x/1"));
        answer(there, address, "yes");
        assertThat(again.got).containsExactly("yes");
        assertThat(first.got).isEmpty();
        assertThat(there.take(address)).isNull();
    }

    @Test
    void who_asked_first_is_not_told_of_a_time_that_is_up() {
        String unused = there.keep(first, "x/1");
        there.instead("x/1", again);
        there.expire(System.nanoTime() + 2 * SECOND);
        assertThat(first.got).isEmpty();
        assertThat(again.got).containsExactly(new Frame.Failure(-1, "the client did not answer within 1000 ms"));
    }

    @Test
    void elsewhere_the_asker_comes_again_and_the_client_answers() {
        String address = there.keep(first, "x/1");
        here.restore(there.questions());
        here.instead("x/1", again);
        answer(here, address, "yes");
        assertThat(again.got).containsExactly("yes");
    }

    @Test
    void elsewhere_the_client_answers_and_the_asker_comes_again() {
        String address = there.keep(first, "x/1");
        here.restore(there.questions());
        answer(here, address, "yes");
        assertThat(here.isEmpty()).isTrue();
        here.instead("x/1", again);
        assertThat(again.got).containsExactly("yes");
        FakeAsker third = new FakeAsker();
        here.instead("x/1", third);
        assertThat(third.got).as("an answer is given once").containsExactly(notKnown());
    }

    @Test
    void who_asks_what_nobody_remembers_is_told() {
        here.instead("x/1", again);
        assertThat(again.got).containsExactly(notKnown());
    }

    private static Frame.Failure notKnown() {
        return new Frame.Failure(-1, "the client has been asked before, and its answer is not known here");
    }

    @Test
    void questions_can_move_on_before_anybody_asks_again() {
        String address = there.keep(first, "x/1");
        here.restore(there.questions());
        assertThat(here.questions()).containsExactly(new Question(address, "x/1"));
    }

    @Test
    void questions_that_came_along_count_and_expire_in_silence() {
        here.restore(List.of(new Question("__vertx.reply.s.1", "x/1"), new Question("__vertx.reply.s.2", "x/2")));
        assertThat(here.isFull()).isTrue();
        here.expire(System.nanoTime() + 2 * SECOND);
        assertThat(here.isEmpty()).isTrue();
        here.instead("x/1", again);
        assertThat(again.got).containsExactly(notKnown());
    }

    @Test
    void of_many_early_answers_some_are_kept() {
        for (int i = 1; i <= 3; i++) {
            here.restore(List.of(new Question("__vertx.reply.s." + i, "x/" + i)));
            answer(here, "__vertx.reply.s." + i, "a" + i);
        }
        here.instead("x/1", again);
        here.instead("x/3", again);
        assertThat(again.got).containsExactly("a1", notKnown());
    }

    @Test
    void addresses_of_another_gateway_are_none_of_the_new_ones() {
        String old = there.keep(first, "x/1");
        here.restore(there.questions());
        assertThat(here.keep(first, "x/2")).isNotEqualTo(old);
        assertThat(here.questions()).hasSize(2);
    }

    @Test
    void who_waits_where_the_client_was_is_told_that_it_has_moved() {
        String unused = there.keep(first, "x/1");
        there.failAll(Askers.MOVED, "gone");
        assertThat(first.got).containsExactly(new Frame.Failure(-2, "gone"));
    }
}
