package io.busport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.Router.Answer;
import io.busport.session.Router.Asker;
import io.busport.testing.FakeAsker;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AskingTest {
    private static final Frame.Message ANSWER = Frame.Message.of("r", "answer");
    private static final Frame.Err LATE = Frame.Err.of(FailCode.TIMEOUT, "too late");

    private final Redo redo = new Redo(new FakeNeighbours());
    /** How each time it was asked is answered. */
    private final List<Answer> attempts = new ArrayList<>();

    private final List<Frame> answers = new ArrayList<>();
    private final List<@Nullable Asker> askers = new ArrayList<>();

    @BeforeEach
    void begin() {
        new Asking(redo, attempts::add, (frame, asker) -> {
                    answers.add(frame);
                    askers.add(asker);
                })
                .begin();
    }

    private static Frame.Err failed(int code) {
        return new Frame.Err(FailCode.RECIPIENT_FAILURE, "no", "r", "echo", new Frame.Failure(code, "no"));
    }

    /** A gateway is lost. */
    private void lose() {
        assertThat(redo.run().succeeded()).isTrue();
    }

    private void answer(int attempt, Frame frame) {
        attempts.get(attempt).take(frame, null);
    }

    @Test
    void it_is_asked_once_and_the_answer_is_the_answer() {
        assertThat(attempts).hasSize(1);
        FakeAsker next = new FakeAsker();
        attempts.get(0).take(ANSWER, next);
        assertThat(answers).containsExactly(ANSWER);
        assertThat(askers).containsExactly(next);
        assertThat(next.got).isEmpty();
    }

    @Test
    void a_failure_is_an_answer_when_nobody_else_is_asked() {
        answer(0, failed(3));
        assertThat(answers).containsExactly(failed(3));
    }

    @Test
    void it_is_asked_again_when_a_gateway_is_lost_and_not_after_the_answer() {
        lose();
        assertThat(attempts).hasSize(2);
        answer(1, ANSWER);
        lose();
        assertThat(attempts).hasSize(2);
    }

    @Test
    void the_first_answer_counts_whoever_gives_it() {
        lose();
        answer(0, ANSWER);
        answer(1, Frame.Message.of("r", "another"));
        assertThat(answers).containsExactly(ANSWER);
    }

    @Test
    void who_answers_second_and_wants_to_go_on_is_told() {
        lose();
        answer(1, ANSWER);
        FakeAsker second = new FakeAsker();
        attempts.get(0).take(Frame.Message.of("r", "another"), second);
        assertThat(answers).containsExactly(ANSWER);
        assertThat(second.got)
                .containsExactly(new Frame.Failure(-1, "the question has been answered by another gateway"));
    }

    @Test
    void a_failure_counts_for_nothing_while_somebody_may_answer() {
        lose();
        answer(0, LATE);
        assertThat(answers).isEmpty();
        answer(1, ANSWER);
        assertThat(answers).containsExactly(ANSWER);
    }

    @Test
    void of_failures_the_last_counts() {
        lose();
        answer(1, LATE);
        answer(0, failed(3));
        assertThat(answers).containsExactly(failed(3));
        lose();
        assertThat(attempts).as("it is over").hasSize(2);
    }

    @Test
    void a_failure_after_the_answer_is_of_no_interest() {
        lose();
        answer(0, ANSWER);
        answer(1, LATE);
        assertThat(answers).containsExactly(ANSWER);
    }

    @Test
    void when_who_serves_the_address_has_moved_it_is_asked_there() {
        answer(0, failed(-2));
        assertThat(attempts).hasSize(2);
        answer(1, failed(-2));
        assertThat(attempts).hasSize(3);
        assertThat(answers).isEmpty();
        answer(2, ANSWER);
        assertThat(answers).containsExactly(ANSWER);
    }

    @Test
    void nobody_is_asked_once_more_when_it_is_answered() {
        lose();
        answer(0, ANSWER);
        answer(1, failed(-2));
        assertThat(attempts).hasSize(2);
        assertThat(answers).containsExactly(ANSWER);
    }
}
