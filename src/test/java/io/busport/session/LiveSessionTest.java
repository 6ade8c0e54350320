package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.FakeAsker;
import io.busport.testing.FakeLink;
import io.busport.testing.FakeRouter;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveSessionTest {
    private static final int REGISTRATIONS = 3;
    private static final int PENDING = 2;
    private static final int UNANSWERED = 2;
    private static final long EXPIRY = TimeUnit.SECONDS.toNanos(5);

    private final FakeLink link = new FakeLink();
    private final FakeRouter router = new FakeRouter();
    private final FakeAsker asker = new FakeAsker();
    private final LiveSession session =
            new LiveSession("c-1", router, link, new LiveSession.Limits(REGISTRATIONS, PENDING, UNANSWERED, EXPIRY));

    @Test
    void a_ping_has_a_pong() {
        session.receive(Frame.Ping.PING);
        assertThat(link.written).containsExactly(Frame.Pong.PONG);
    }

    @Test
    void answers_come_as_they_are_ready() {
        session.receive(request("messages", "1"));
        session.receive(request("messages", "2"));
        router.answer(1, "second");
        router.answer(0, "first");
        assertThat(link.written)
                .containsExactly(Frame.Message.of("messages", "second"), Frame.Message.of("messages", "first"));
        assertThat(session.pending()).isZero();
        assertThat(link.timesAnswered).isEqualTo(2);
    }

    @Test
    void what_needs_no_answer_has_none_unless_it_is_denied() {
        session.receive(send("news"));
        session.receive(publish("news"));
        assertThat(link.written).isEmpty();
        session.receive(send("secret"));
        session.receive(publish("secret"));
        assertThat(link.written).hasSize(2).allMatch(f -> ((Frame.Err) f).code() == FailCode.DENIED);
    }

    @Test
    void frames_of_the_gateway_are_none_of_a_clients() {
        session.receive(Frame.Pong.PONG);
        session.receive(Frame.Message.of("a", "b"));
        assertThat(link.written).hasSize(2).allMatch(f -> ((Frame.Err) f).code() == FailCode.UNKNOWN_TYPE);
    }

    @Test
    void a_registration_is_confirmed_to_who_asks_when_it_is_effective() {
        session.receive(new Frame.Register("news", "label"));
        assertThat(link.written).isEmpty();
        router.effective.complete();
        assertThat(link.written).containsExactly(confirmation("label"));
        session.receive(new Frame.Unregister("news", "gone"));
        assertThat(link.written).last().isEqualTo(confirmation("gone"));
    }

    @Test
    void registered_twice_is_registered_once() {
        session.receive(register("news"));
        Router.Subscriber first = router.subscribers.get("news");
        session.receive(register("news"));
        assertThat(router.subscribers.get("news")).isSameAs(first);
        session.receive(unregister("news"));
        assertThat(router.subscribers).isEmpty();
        session.receive(unregister("news"));
        assertThat(link.written).singleElement().matches(f -> ((Frame.Err) f).code() == FailCode.UNKNOWN_ADDRESS);
    }

    @Test
    void registrations_have_a_rule_and_a_limit() {
        session.receive(register("secret"));
        session.receive(unregister("secret"));
        assertThat(link.written).hasSize(2).allMatch(f -> ((Frame.Err) f).code() == FailCode.DENIED);
        for (int i = 0; i <= REGISTRATIONS; i++) {
            session.receive(register("news" + i));
        }
        assertThat(router.subscribers).hasSize(REGISTRATIONS);
        assertThat(link.written).last().matches(f -> ((Frame.Err) f).code() == FailCode.TOO_MANY);
    }

    @Test
    void who_asks_the_client_is_answered_once() {
        session.receive(register("service"));
        assertThat(router.says("service", "question", asker)).isTrue();
        String replyAddress = link.delivered.get(0).replyAddress();
        session.receive(send(String.valueOf(replyAddress)));
        session.receive(send(String.valueOf(replyAddress)));
        assertThat(asker.got).containsExactly("body");
        assertThat(router.sent).as("the second one is no answer any more").hasSize(1);
    }

    @Test
    void the_client_can_fail_a_question() {
        session.receive(register("service"));
        boolean unused = router.says("service", "question", asker);
        String replyAddress = String.valueOf(link.delivered.get(0).replyAddress());
        Frame.Failure failure = new Frame.Failure(42, "no");
        session.receive(new Frame.Send(replyAddress, null, Headers.NONE, null, failure, 0, false, 1));
        assertThat(asker.got).containsExactly(failure);
    }

    @Test
    void an_answer_may_ask_back_to_any_depth() {
        session.receive(register("service"));
        boolean unused = router.says("service", "question", asker);
        String replyAddress = String.valueOf(link.delivered.get(0).replyAddress());
        session.receive(request(replyAddress, "label"));
        assertThat(session.pending()).isEqualTo(1);
        FakeAsker again = new FakeAsker();
        asker.next.get(0).take(Frame.Message.of("label", "and you?"), again);
        Frame.Message back = (Frame.Message) link.written.get(0);
        assertThat(back.address()).isEqualTo("label");
        session.receive(send(String.valueOf(back.replyAddress())));
        assertThat(again.got).containsExactly("body");
    }

    @Test
    void who_is_not_answered_is_told() {
        session.receive(register("service"));
        boolean unused = router.says("service", "question", asker);
        session.tick(System.nanoTime() + EXPIRY);
        assertThat(asker.got).containsExactly(new Frame.Failure(-1, "the client did not answer within 5000 ms"));
        FakeAsker second = new FakeAsker();
        boolean unused2 = router.says("service", "question", second);
        session.inputEnded();
        assertThat(second.got).containsExactly(new Frame.Failure(-1, "the client has ended its output"));
        assertThat(router.says("service", "question", new FakeAsker()))
                .as("left to others from now on")
                .isFalse();
    }

    @Test
    void questions_beyond_the_limit_are_left_to_others() {
        session.receive(register("service"));
        assertThat(router.says("service", "1", new FakeAsker())).isTrue();
        assertThat(router.says("service", "2", new FakeAsker())).isTrue();
        assertThat(router.says("service", "3", asker)).isFalse();
        assertThat(link.delivered).hasSize(2);
    }

    @Test
    void what_cannot_be_written_is_left_to_others() {
        session.receive(register("service"));
        link.canWrite = false;
        assertThat(router.says("service", "1", asker)).isFalse();
        session.close("client-closed", "");
        assertThat(asker.got).as("whoever offers it tells").isEmpty();
    }

    @Test
    void a_connection_that_ends_while_it_is_told_answers_for_itself() {
        session.receive(register("service"));
        link.canWrite = false;
        link.onDeliver = () -> session.close("slow-consumer", "");
        assertThat(router.says("service", "1", asker)).isTrue();
        assertThat(asker.got).containsExactly(new Frame.Failure(-1, "the client has disconnected"));
    }

    @Test
    void it_is_full_at_the_number_of_requests_unless_others_wait_for_it() {
        session.receive(register("service"));
        session.receive(request("messages", "1"));
        assertThat(session.isFull()).isFalse();
        session.receive(request("messages", "2"));
        assertThat(session.isFull()).isTrue();
        boolean unused = router.says("service", "question", asker);
        assertThat(session.isFull())
                .as("or two that ask each other would wait for ever")
                .isFalse();
        session.receive(request("messages", "3"));
        Frame.Err refusal = (Frame.Err) link.written.get(0);
        assertThat(refusal.code()).isEqualTo(FailCode.TOO_MANY);
        assertThat(refusal.address()).isEqualTo("3");
        assertThat(router.requests).hasSize(PENDING);
    }

    @Test
    void a_publisher_waits_for_the_consumers_of_this_process() {
        session.receive(new Frame.Publish("news", Headers.NONE, "large", false, 200 << 10));
        assertThat(session.isFull()).isFalse();
        session.receive(new Frame.Publish("news", Headers.NONE, "large", false, 200 << 10));
        assertThat(session.isFull()).isTrue();
        Promise<Void> settled = router.settled;
        router.settled = Promise.promise();
        settled.complete();
        assertThat(session.isFull()).isFalse();
        assertThat(link.timesAnswered).isEqualTo(1);
    }

    @Test
    void so_does_who_asks() {
        session.receive(new Frame.Send("messages", "1", Headers.NONE, "large", null, 0, false, 300 << 10));
        assertThat(session.pending()).isEqualTo(1);
        assertThat(session.isFull()).as("before any answer").isTrue();
        router.settled.complete();
        assertThat(session.isFull()).isFalse();
    }

    @Test
    void after_its_end_nothing_is_written_or_heard_and_nobody_waits_for_it() {
        session.receive(register("service"));
        session.receive(request("messages", "1"));
        boolean unused = router.says("service", "question", asker);
        session.close("client-closed", "");
        assertThat(asker.got).containsExactly(new Frame.Failure(-1, "the client has disconnected"));
        assertThat(router.subscribers).isEmpty();
        FakeAsker late = new FakeAsker();
        router.answers.get(0).take(Frame.Message.of("1", "and you?"), late);
        assertThat(late.got).hasSize(1);
        assertThat(link.written).isEmpty();
    }

    private static Frame.Register register(String address) {
        return new Frame.Register(address, null);
    }

    private static Frame.Unregister unregister(String address) {
        return new Frame.Unregister(address, null);
    }

    private static Frame.Send send(String address) {
        return message(address, null);
    }

    private static Frame.Send request(String address, String label) {
        return message(address, label);
    }

    private static Frame.Send message(String address, @Nullable String label) {
        return new Frame.Send(address, label, Headers.NONE, "body", null, 0, false, 1);
    }

    private static Frame.Publish publish(String address) {
        return new Frame.Publish(address, Headers.NONE, "body", false, 1);
    }

    private static Frame confirmation(String label) {
        return new Frame.Message(label, null, Headers.NONE, null, true);
    }
}
