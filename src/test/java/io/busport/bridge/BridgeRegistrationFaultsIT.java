package io.busport.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.testing.BridgeSocket;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import org.junit.jupiter.api.Test;

/** A client that registers twice: the official bridge forgets the first consumer and never removes it. */
class BridgeRegistrationFaultsIT extends BridgeFaults {
    BridgeRegistrationFaultsIT(Side side) {
        super(side, "{" + BROAD + "}");
    }

    @Test
    void who_registers_twice_hears_each_message_once() {
        try (BridgeSocket client = registeredTwice("twice.once")) {
            say(client, "{'type':'register','address':'twice.end'}").assertNothingButPong();
            // A pong might come between the two copies: the bus hands a message to its consumers one after the other.
            EventBus unused = bridge().bus().publish("twice.once", "news").publish("twice.end", "no more of it");
            assertThat(client.read().getString("body")).isEqualTo("news");
            assertThat(client.read().getString("body")).isEqualTo("no more of it");
        }
    }

    @Test
    void one_unregister_ends_a_double_registration() {
        try (BridgeSocket client = registeredTwice("twice.unregister")) {
            say(client, "{'type':'unregister','address':'twice.unregister'}").assertNothingButPong();
            assertThatThrownBy(() -> bridge().await(ask(bridge(), "twice.unregister")))
                    .isInstanceOf(ReplyException.class)
                    .hasMessage("No handlers for address twice.unregister");
        }
    }

    @Test
    void nothing_is_left_of_a_client_that_has_gone() {
        registeredTwice("twice.gone").close();
        bridge().awaitNobodyAt("twice.gone");
    }

    @Test
    void nothing_is_left_of_a_client_that_has_ended_its_output() {
        try (BridgeSocket client = registeredTwice("twice.ended")) {
            client.endOutput().assertEnd();
            bridge().awaitNobodyAt("twice.ended");
        }
    }

    @Test
    void nothing_is_left_of_clients_that_were_killed() {
        for (int i = 0; i < 20; i++) {
            BridgeSocket client = bridge().connect();
            // Half of them are gone before they were served.
            for (int again = 0; again < 1 + i % 2; again++) {
                say(
                        client,
                        "{'type':'register','address':'twice.killed'}",
                        "{'type':'register','address':'twice.killed'}");
                if (i % 2 == 0) {
                    client.assertNothingButPong();
                }
            }
            client.socket().reset();
        }
        bridge().awaitNobodyAt("twice.killed");
    }

    private BridgeSocket registeredTwice(String address) {
        BridgeSocket client = subscriber(bridge(), address);
        say(client, "{'type':'register','address':'" + address + "'}").assertNothingButPong();
        return client;
    }
}
