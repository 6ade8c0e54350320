package io.busport.routing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.session.Router;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BusRouterTest {
    private BusFixture bus;
    private Router client;

    @BeforeEach
    void prepare(Vertx vertx) throws TimeoutException {
        bus = new BusFixture(vertx);
        client = bus.loop.call(bus::client);
    }

    @Test
    void a_reply_is_the_answer_and_the_consumer_sees_who_asked() throws TimeoutException {
        List<Message<Object>> seen = new CopyOnWriteArrayList<>();
        bus.serve("messages", m -> {
            seen.add(m);
            m.reply("you said " + m.body());
        });
        assertThat(ask("hello")).isEqualTo(Frame.Message.of("messages", "you said hello"));
        assertThat(seen).singleElement().satisfies(m -> {
            assertThat(m.headers().get("busport-connection")).isEqualTo("c-1");
            assertThat(m.headers().get("busport-peer")).isEqualTo("203.0.113.7:51112");
        });
    }

    @Test
    void an_answer_carries_the_label_of_its_request() throws TimeoutException {
        bus.serve("messages", m -> m.reply("b"));
        assertThat(bus.request(client, request("label", Headers.NONE, "a", 0)))
                .isEqualTo(Frame.Message.of("label", "b"));
    }

    @Test
    void nobody_there_is_said_in_words_and_to_the_letter() throws TimeoutException {
        assertThat(ask("hello"))
                .isEqualTo(
                        err(FailCode.NO_HANDLERS, "no handlers for messages", -1, "No handlers for address messages"));
    }

    @Test
    void nobody_answering_is_said_with_the_time() throws TimeoutException {
        bus.serve("messages", m -> {});
        assertThat(((Frame.Err) ask("hello")).message()).isEqualTo("timed out after 300 ms");
        Frame.Err own = (Frame.Err) bus.request(client, request("label", Headers.NONE, "a", 20));
        assertThat(own.code()).isEqualTo(FailCode.TIMEOUT);
        assertThat(own.message()).isEqualTo("timed out after 20 ms");
        assertThat(own.address()).isEqualTo("label");
        assertThat(own.sourceAddress()).isEqualTo("messages");
    }

    @Test
    void a_consumers_own_failure_keeps_its_code_and_its_text() throws TimeoutException {
        bus.serve("messages", m -> m.fail(42, "hello".equals(m.body()) ? "out of stock" : null));
        assertThat(ask("hello")).isEqualTo(err(FailCode.RECIPIENT_FAILURE, "42 out of stock", 42, "out of stock"));
        assertThat(ask("terse")).isEqualTo(err(FailCode.RECIPIENT_FAILURE, "42", 42, null));
    }

    @Test
    void an_answer_arrives_on_the_loop_that_asked() throws TimeoutException {
        bus.serve("messages", m -> m.reply("x"));
        Promise<Thread> answered = Promise.promise();
        Thread loopThread = bus.loop.call(Thread::currentThread);
        bus.loop.run(() -> client.request(
                Frame.Send.of("messages", "a", 1), 0, (frame, asker) -> answered.complete(Thread.currentThread())));
        assertThat(answered.future().await(5, SECONDS)).isSameAs(loopThread);
    }

    @Test
    void a_body_made_from_the_wire_is_not_copied_for_its_one_consumer() throws TimeoutException {
        List<Object> seen = new CopyOnWriteArrayList<>();
        bus.serve("messages", m -> {
            seen.add(m.body());
            m.reply("ok");
        });
        JsonObject body = new JsonObject().put("a", 1);
        var unused = bus.request(client, request("label", Headers.of("k", "v"), body, 0));
        assertThat(seen).singleElement().isSameAs(body);
    }

    @Test
    void headers_travel_both_ways_and_nobody_forges_ours() throws TimeoutException {
        List<Message<Object>> seen = new CopyOnWriteArrayList<>();
        bus.serve("messages", m -> {
            seen.add(m);
            DeliveryOptions options = new DeliveryOptions().addHeader("b", "2").addHeader("Busport-Peer", "x");
            options.getHeaders().add("b", "3");
            m.reply("ok", options);
        });
        Headers own = Headers.of("a", "1", "Busport-Connection", "forged");
        Frame.Message answer = (Frame.Message) bus.request(client, request("label", own, "x", 0));
        assertThat(seen.get(0).headers().get("a")).isEqualTo("1");
        assertThat(seen.get(0).headers().getAll("busport-connection")).containsExactly("c-1");
        assertThat(answer.headers()).isEqualTo(Headers.of("b", "3"));
    }

    @Test
    void a_reply_that_wants_a_reply_is_answered_through_the_message_itself() throws TimeoutException {
        List<Object> heard = new CopyOnWriteArrayList<>();
        bus.serve("messages", m -> {
            var unused = m.replyAndRequest("who is there?").onSuccess(r -> {
                heard.add(r.body());
                r.reply("come in");
            });
        });
        List<Object> answers = new CopyOnWriteArrayList<>();
        bus.loop.run(() -> client.request(Frame.Send.of("messages", "knock", 1), 0, (first, asker) -> {
            Objects.requireNonNull(asker)
                    .replyAndRequest(request("label", Headers.NONE, "me", 0), (second, none) -> answers.add(second));
        }));
        await().until(() -> answers.size() == 1);
        assertThat(heard).containsExactly("me");
        assertThat(answers).containsExactly(Frame.Message.of("label", "come in"));
    }

    @Test
    void a_message_without_a_label_is_sent_and_nobody_waits() throws TimeoutException {
        List<Message<Object>> seen = new CopyOnWriteArrayList<>();
        bus.serve("news", seen::add);
        bus.loop.run(() -> {
            assertThat(client.send(Frame.Send.of("news", "sent", 1))).isNull();
            assertThat(client.publish(new Frame.Publish("news", Headers.of("a", "b"), "published", false, 1)))
                    .isNull();
        });
        await().until(() -> seen.size() == 2);
        assertThat(seen).allMatch(m -> m.replyAddress() == null);
        assertThat(seen.get(0).isSend()).isTrue();
        assertThat(seen.get(1).isSend()).isFalse();
        assertThat(seen.get(1).headers().get("a")).isEqualTo("b");
    }

    private Frame ask(String body) throws TimeoutException {
        return bus.request(client, Frame.Send.of("messages", body, 1));
    }

    private static Frame.Send request(String label, Headers headers, Object body, long timeoutMillis) {
        return new Frame.Send("messages", label, headers, body, null, timeoutMillis, false, 1);
    }

    private static Frame.Err err(FailCode code, String sentence, int number, @Nullable String said) {
        return new Frame.Err(code, sentence, null, "messages", new Frame.Failure(number, said));
    }
}
