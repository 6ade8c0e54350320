package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final FakeLink link = new FakeLink();
    private final FakeRouter router = new FakeRouter();
    private final Router.Origin origin = new Router.Origin("c-1", "203.0.113.7:51112");

    @Test
    void a_message_is_asked_on_behalf_of_its_connection_and_answered() {
        Session session = session(8, 1000);
        session.receive(send("a", 1));
        assertThat(router.requests).containsExactly(send("a", 1));
        assertThat(router.origins).containsExactly(origin);
        assertThat(link.written).isEmpty();
        router.answer(0, "A");
        assertThat(link.written).containsExactly(message("messages", "A"));
        assertThat(link.timesAnswered).isEqualTo(1);
        assertThat(session.pending()).isZero();
    }

    @Test
    void answers_keep_the_order_of_the_messages_whoever_is_faster() {
        Session session = session(8, 1000);
        session.receive(send("a", 1));
        session.receive(send("b", 1));
        router.answer(1, "B");
        assertThat(link.written).isEmpty();
        router.answer(0, "A");
        assertThat(link.written).containsExactly(message("messages", "A"), message("messages", "B"));
    }

    @Test
    void a_refusal_and_a_failure_take_their_place_among_the_answers() {
        Session session = session(8, 1000);
        session.receive(send("a", 1));
        session.refuse("not UTF-8");
        session.receive(send("c", 1));
        Frame failure = Frame.Err.of(FailCode.TIMEOUT, "timed out after 5 s");
        router.promises.get(1).complete(failure);
        assertThat(link.written).isEmpty();
        router.answer(0, "A");
        assertThat(link.written)
                .containsExactly(message("messages", "A"), Frame.Err.of(FailCode.MALFORMED, "not UTF-8"), failure);
    }

    @Test
    void what_is_published_does_not_wait_for_answers_due() {
        Session session = session(8, 1000);
        session.subscribe("broadcast");
        session.receive(send("a", 1));
        router.publish("broadcast", "news");
        assertThat(link.written).containsExactly(message("broadcast", "news"));
    }

    @Test
    void it_begins_with_one_message_at_a_time() {
        Session session = session(4, 1000);
        session.receive(send("first", 1));
        assertThat(session.isFull()).isTrue();
        router.answer(0, "ok");
        assertThat(session.isFull()).isFalse();
    }

    @Test
    void it_is_full_at_the_number_of_messages_and_free_again_at_half_of_it() {
        Session session = session(4, 1000);
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
        Session session = session(100, 1000);
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
        Session session = session(100, 1000);
        session.receive(send("a", 1));
        router.answer(0, "large");
        session.receive(send("b", 1));
        assertThat(session.isFull())
                .as("two answers of 600 bytes would be beyond 1000")
                .isTrue();
    }

    @Test
    void after_its_end_nothing_is_written_or_heard() {
        Session session = session(8, 1000);
        session.subscribe("broadcast");
        session.subscribe("news");
        session.receive(send("a", 1));
        session.close();
        router.answer(0, "A");
        router.publish("broadcast", "x");
        assertThat(link.written).isEmpty();
        assertThat(link.timesAnswered).isZero();
        assertThat(router.subscribers).isEmpty();
    }

    private Session session(int messages, int bytes) {
        return new Session(origin, router, link, new Session.Window(messages, bytes, 1000));
    }

    /** So many messages, each answered before the next. */
    private void exchange(Session session, int count) {
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
