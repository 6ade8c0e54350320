package io.busport.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.testing.BridgeSocket;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that cannot be written, and clients that do not read. */
class BridgeDeliveryFaultsIT extends BridgeFaults {
    BridgeDeliveryFaultsIT(Side side) {
        super(side, "{" + BROAD + ", \"limits\": {\"maxOutbound\": \"1MiB\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"char", "UUID"})
    void who_asked_is_told_when_the_answer_has_no_form_in_JSON(String type) {
        try (BridgeSocket client = bridge().connect()) {
            say(client, "{'type':'send','address':'svc.unwritable','replyAddress':'r','body':'" + type + "'}");
            JsonObject err = client.read();
            assertThat(err.getString("type")).isEqualTo("err");
            assertThat(err.getString("address")).isEqualTo("r");
            assertThat(err.getString("message")).isNotBlank();
            client.assertNothingButPong();
        }
    }

    @Test
    void who_asks_a_client_is_told_when_the_question_has_no_form_in_JSON() {
        try (BridgeSocket client = subscriber(bridge(), topic)) {
            var outcome = bridge().bus()
                    .request(topic, Services.unwritable("char"), new DeliveryOptions().setSendTimeout(60_000));
            assertThatThrownBy(() -> bridge().await(outcome)).isInstanceOf(ReplyException.class);
            client.assertNothingButPong();
        }
    }

    @Test
    void who_does_not_read_what_is_published_is_cut_off_and_the_others_miss_nothing() {
        try (BridgeSocket deaf = bridge().connect(32 << 10);
                BridgeSocket reader = subscriber(bridge(), topic)) {
            say(deaf, "{'type':'register','address':'" + topic + "'}").assertNothingButPong();
            String body = "y".repeat(64 << 10);
            // The one who reads sets the pace.
            for (int i = 0; i < 128; i++) {
                EventBus unused = bridge().bus().publish(topic, body);
                assertThat(reader.read().getString("body")).hasSize(body.length());
            }
            assertThat(deaf.skipToEnd())
                    .as("bytes for a client that did not read")
                    .isLessThan(6 << 20);
            assertThat(bridge().closeReason(deaf.endOutput())).isEqualTo("slow-consumer");
            reader.assertNothingButPong();
        }
    }
}
