package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.FakeAsker;
import io.busport.testing.FakeLink;
import io.busport.testing.FakeRouter;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import org.junit.jupiter.api.Test;

class TextSessionTest {
    private final FakeLink link = new FakeLink();
    private final FakeRouter router = new FakeRouter();

    @Test
    void a_message_is_asked_and_answered() {
        TextSession session = session(8, 1000);
        session.receive(send("a", 1));
        assertThat(router.requests).containsExactly(send("a", 1));
        assertThat(link.written).isEmpty();
        router.answer(0, "A");
        assertThat(link.written).containsExactly(message("messages", "A"));
        assertThat(link.timesAnswered).isEqualTo(1);
        assertThat(session.pending()).isZero();
    }

    @Test
    void answers_keep_the_order_of_the_messages_whoever_is_faster() {
        TextSession session = session(8, 1000);
        session.receive(send("a", 1));
        session.receive(send("b", 1));
        router.answer(1, "B");
        assertThat(link.written).isEmpty();
        router.answer(0, "A");
        assertThat(link.written).containsExactly(message("messages", "A"), message("messages", "B"));
    }

    @Test
    void a_refusal_and_a_failure_take_their_place_among_the_answers() {
        TextSession session = session(8, 1000);
        session.receive(send("a", 1));
        session.refuse(Frame.Err.of(FailCode.MALFORMED, "not UTF-8"));
        session.receive(send("c", 1));
        Frame failure = Frame.Err.of(FailCode.TIMEOUT, "timed out after 5 s");
        router.answer(1, failure);
        assertThat(link.written).isEmpty();
        router.answer(0, "A");
        assertThat(link.written)
                .containsExactly(message("messages", "A"), Frame.Err.of(FailCode.MALFORMED, "not UTF-8"), failure);
    }

    @Test
    void what_is_published_does_not_wait_for_answers_due() {
        TextSession session = session(8, 1000);
        session.subscribe("broadcast");
        session.receive(send("a", 1));
        router.says("broadcast", "news");
        assertThat(link.written).isEmpty();
        assertThat(link.delivered).containsExactly(Frame.Message.of("broadcast", "news"));
    }

    @Test
    void it_begins_with_one_message_at_a_time() {
        TextSession session = session(4, 1000);
        session.receive(send("first", 1));
        assertThat(session.isFull()).isTrue();
        router.answer(0, "ok");
        assertThat(session.isFull()).isFalse();
    }

    @Test
    void it_is_full_at_the_number_of_messages_and_free_again_at_half_of_it() {
        TextSession session = session(4, 1000);
        exchange(session, 3);
        for (int i = 0; i < 4; i++) {
            assertThat(session.isFull()).as("after %d", i).isFalse();
            session.receive(send("m" + i, 1));
        }
        assertThat(session.isFull()).isTrue();
        router.answer(3, "0");
        assertThat(session.isFull()).as("three of four open").isTrue();
        router.answer(4, "1");
        assertThat(session.isFull()).as("two of four open").isFalse();
    }

    @Test
    void it_is_full_at_the_bytes_of_its_messages() {
        TextSession session = session(100, 1000);
        exchange(session, 3);
        session.receive(send("small", 1));
        assertThat(session.isFull()).isFalse();
        session.receive(send("big", 999));
        assertThat(session.isFull()).isTrue();
        router.answer(3, "ok");
        assertThat(session.isFull()).as("more than half of the bytes open").isTrue();
        router.answer(4, "ok");
        assertThat(session.isFull()).isFalse();
    }

    @Test
    void large_answers_allow_fewer_messages_at_a_time() {
        link.bytesOfEachAnswer = 600;
        TextSession session = session(100, 1000);
        session.receive(send("a", 1));
        router.answer(0, "large");
        session.receive(send("b", 1));
        assertThat(session.isFull())
                .as("two answers of 600 bytes would be beyond 1000")
                .isTrue();
    }

    @Test
    void who_asks_a_text_client_is_told_that_it_cannot_answer() {
        TextSession session = session(8, 1000);
        session.subscribe("broadcast");
        FakeAsker asker = new FakeAsker();
        assertThat(router.says("broadcast", "well?", asker)).isTrue();
        assertThat(link.delivered).containsExactly(Frame.Message.of("broadcast", "well?"));
        assertThat(asker.got).containsExactly(new Frame.Failure(-1, "a text client cannot answer"));
    }

    @Test
    void after_its_end_nothing_is_written_or_heard() {
        TextSession session = session(8, 1000);
        session.subscribe("broadcast");
        session.subscribe("news");
        session.receive(send("a", 1));
        session.close();
        router.answer(0, "A");
        router.says("broadcast", "x");
        assertThat(link.written).isEmpty();
        assertThat(link.delivered).isEmpty();
        assertThat(link.timesAnswered).isZero();
        assertThat(router.subscribers).isEmpty();
    }

    private TextSession session(int messages, int bytes) {
        return new TextSession(router, link, new TextSession.Window(messages, bytes, 1000));
    }

    /** So many messages, each answered before the next. */
    private void exchange(TextSession session, int count) {
        for (int i = 0; i < count; i++) {
            session.receive(send("early", 1));
            router.answer(i, "ok");
        }
    }

    private static Frame.Send send(String body, int size) {
        return Frame.Send.of("messages", body, size);
    }

    private static Frame message(String address, String body) {
        return Frame.Message.of(address, body);
    }
}
