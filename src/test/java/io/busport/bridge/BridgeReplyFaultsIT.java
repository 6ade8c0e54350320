package io.busport.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.testing.BridgeSocket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that anybody could forge, and askers whom nobody tells that there will be none. Every address is permitted here. */
class BridgeReplyFaultsIT extends BridgeFaults {
    private static final String DENIED = "{\"type\":\"err\",\"message\":\"access_denied\"}";

    BridgeReplyFaultsIT(Side side) {
        super(side, "{" + BROAD + "}");
    }

    @Test
    void nobody_else_can_answer_what_a_client_was_asked() {
        try (BridgeSocket client = subscriber(bridge(), topic);
                BridgeSocket forger = bridge().connect()) {
            var outcome = ask(bridge(), topic);
            String where = client.read().getString("replyAddress");
            assertThat(say(forger, send(where, "forged")).readText()).isEqualTo(DENIED);
            say(client, send(where, "true")).assertNothingButPong();
            assertThat(bridge().await(outcome).body()).isEqualTo("true");
        }
    }

    @Test
    void nobody_can_answer_by_guessing_what_another_client_asked() {
        try (BridgeSocket client = bridge().connect();
                BridgeSocket forger = bridge().connect()) {
            say(client, "{'type':'send','address':'svc.slow','replyAddress':'r','body':'true'}");
            for (int guess = 1; guess <= 40; guess++) {
                assertThat(say(forger, send("__vertx.reply." + guess, "forged")).readText())
                        .isEqualTo(DENIED);
            }
            assertThat(client.read().getString("body")).isEqualTo("true");
        }
    }

    @Test
    void a_reply_address_that_is_spent_is_denied() {
        try (BridgeSocket client = subscriber(bridge(), topic)) {
            var outcome = ask(bridge(), topic);
            String where = client.read().getString("replyAddress");
            say(client, send(where, "first"), send(where, "second"));
            assertThat(client.readText()).isEqualTo(DENIED);
            assertThat(bridge().await(outcome).body()).isEqualTo("first");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "register", "unregister"})
    void with_a_reply_address_nothing_can_be_done_but_answer(String type) {
        try (BridgeSocket client = subscriber(bridge(), topic)) {
            var outcome = ask(bridge(), topic);
            String where = client.read().getString("replyAddress");
            say(client, "{'type':'" + type + "','address':'" + where + "','body':'forged'}");
            assertThat(client.readText()).isEqualTo(DENIED);
            say(client, send(where, "true")).assertNothingButPong();
            assertThat(bridge().await(outcome).body()).isEqualTo("true");
        }
    }

    @Test
    void a_client_that_does_not_answer_in_time_can_answer_no_more_and_the_asker_is_told() {
        try (Bridge hurried = start("{" + BROAD + ", \"limits\": {\"replyExpiry\": \"200ms\"}}");
                BridgeSocket client = subscriber(hurried, topic)) {
            var outcome = ask(hurried, topic);
            String where = client.read().getString("replyAddress");
            assertFails(hurried, outcome);
            assertThat(say(client, send(where, "late")).readText()).isEqualTo(DENIED);
            client.assertNothingButPong();
        }
    }

    @Test
    void whoever_waits_for_a_client_that_goes_is_told_at_once() {
        assertAskerIsTold(BridgeSocket::close);
    }

    @Test
    void whoever_waits_for_a_client_that_is_killed_is_told_at_once() {
        assertAskerIsTold(client -> client.socket().reset());
    }

    @Test
    void whoever_waits_for_a_client_that_ends_its_output_is_told_at_once() {
        assertAskerIsTold(client -> {
            var unused = client.endOutput();
        });
    }

    private void assertAskerIsTold(Consumer<BridgeSocket> end) {
        try (BridgeSocket client = subscriber(bridge(), topic)) {
            var outcome = ask(bridge(), topic);
            assertThat(client.read().getString("replyAddress")).isNotBlank();
            end.accept(client);
            assertFails(bridge(), outcome);
        }
    }

    @Test
    void a_service_that_wants_an_answer_to_its_answer_is_told_when_the_client_goes() {
        Promise<Message<Object>> outcome = Promise.promise();
        MessageConsumer<Object> service = bridge().bus()
                .consumer(
                        topic,
                        question -> question.<Object>replyAndRequest(
                                        "and you?", new DeliveryOptions().setSendTimeout(60_000))
                                .onComplete(outcome));
        try (BridgeSocket client = bridge().connect()) {
            say(client, "{'type':'send','address':'" + topic + "','replyAddress':'r','body':'hello'}");
            assertThat(client.read().getString("replyAddress")).isNotBlank();
        }
        assertFails(bridge(), outcome.future());
        bridge().await(service.unregister());
    }

    @Test
    void who_ends_its_output_still_gets_its_answers_and_then_the_end() {
        try (BridgeSocket client = bridge().connect()) {
            for (int i = 0; i < 3; i++) {
                say(client, "{'type':'send','address':'svc.slow','replyAddress':'r" + i + "','body':" + i + "}");
            }
            var unused = client.endOutput();
            for (int i = 0; i < 3; i++) {
                assertThat(client.read().getString("address")).isEqualTo("r" + i);
            }
            client.assertEnd();
        }
    }

    private static String send(String address, String body) {
        return "{'type':'send','address':'" + address + "','body':'" + body + "'}";
    }

    private static void assertFails(Bridge bridge, Future<Message<Object>> outcome) {
        assertThatThrownBy(() -> bridge.await(outcome))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        e -> assertThat(e.failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE));
    }
}
