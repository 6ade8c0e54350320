package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.AnswerQueue.Slot;
import io.busport.wire.Frame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerQueueTest {
    private final AnswerQueue queue = new AnswerQueue();
    private final List<Frame> written = new ArrayList<>();

    @Test
    void answers_leave_in_the_order_of_their_questions() {
        Slot a = queue.ask(1);
        Slot b = queue.ask(1);
        Slot c = queue.ask(1);
        answer(c, "c");
        assertThat(written).isEmpty();
        answer(a, "a");
        assertThat(written).containsExactly(message("a"));
        answer(b, "b");
        assertThat(written).containsExactly(message("a"), message("b"), message("c"));
    }

    @Test
    void what_is_open_is_what_is_not_yet_written() {
        Slot a = queue.ask(10);
        Slot b = queue.ask(32);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.bytes()).isEqualTo(42);
        answer(b, "b");
        assertThat(queue.size()).as("answered, but not its turn").isEqualTo(2);
        answer(a, "a");
        assertThat(queue.size()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void any_order_of_answering_gives_the_order_of_asking() {
        for (int seed = 0; seed < 200; seed++) {
            AnswerQueue q = new AnswerQueue();
            List<Runnable> answers = new ArrayList<>();
            List<Frame> out = new ArrayList<>();
            List<Frame> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Slot slot = q.ask(i);
                Frame frame = message("m" + i);
                expected.add(frame);
                answers.add(() -> q.answer(slot, frame, out::add));
            }
            Collections.shuffle(answers, new Random(seed));
            answers.forEach(Runnable::run);
            assertThat(out).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private void answer(Slot slot, String body) {
        queue.answer(slot, message(body), written::add);
    }

    private static Frame message(String body) {
        return Frame.Message.of("messages", body);
    }
}
