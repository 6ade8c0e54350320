package io.busport.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.LocalGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that does not acknowledge, and what becomes of those who send to it. */
@Timeout(60)
class SlowConsumersIT {
    private LocalGateway gateway;
    private HandMadeClient slow;
    private final List<JsonObject> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        gateway = new LocalGateway("""
                {"sessions": {"outbox": {"messages": 8}, "overflow": [
                    {"address": "demo.confirm", "policy": "confirm"},
                    {"address": "demo.close", "policy": "close"}]}}""");
        var unused = gateway.bus().<JsonObject>consumer("busport.events", m -> events.add(m.body()));
        slow = new HandMadeClient(gateway.port());
    }

    @AfterEach
    void stop() {
        slow.close();
        gateway.close();
    }

    private void hears(String address) {
        slow.say("{\"type\":\"register\",\"n\":1,\"address\":\"%s\"}".formatted(address));
        slow.awaitAcknowledged(1);
    }

    @Test
    void under_confirm_its_senders_wait_until_it_catches_up() {
        hears("demo.confirm");
        HandMadeClient sender = new HandMadeClient(gateway.port());
        for (int i = 1; i <= 6; i++) {
            sender.say("{\"type\":\"publish\",\"n\":%d,\"address\":\"demo.confirm\",\"body\":%d}".formatted(i, i));
        }
        JsonObject warning = slow.hear("slow");
        assertThat(warning.getString("policy")).isEqualTo("confirm");
        assertThat(warning.getJsonObject("limit").getInteger("messages")).isEqualTo(8);
        sender.say("{\"type\":\"publish\",\"n\":7,\"address\":\"demo.confirm\",\"body\":7}");
        await().until(() ->
                session(sender).getInteger("inProgress") > 0 && session(slow).getInteger("queued") == 7);
        slow.say("{\"type\":\"ack\",\"received\":7}");
        sender.awaitAcknowledged(7);
        sender.close();
    }

    @Test
    void by_default_the_oldest_give_way_and_the_gap_says_how_many() {
        hears("demo.x");
        slow.socket().close();
        await().until(() -> session(slow).getString("state").equals("detached"));
        for (int i = 1; i <= 20; i++) {
            gateway.bus().publish("demo.x", i);
        }
        await().until(() -> session(slow).getInteger("lost") == 12);
        slow.floor = 2;
        var unused = slow.resume();
        JsonObject gap = slow.hear("gap");
        assertThat(gap.getLong("from")).isEqualTo(1);
        assertThat(gap.getLong("n")).isEqualTo(12);
        assertThat(gap.getInteger("count")).isEqualTo(12);
        assertThat(gap.getString("address")).isEqualTo("demo.x");
        assertThat(gap.getString("code")).isEqualTo("slow_consumer");
        assertThat(slow.hear("message").getInteger("body")).isEqualTo(13);
    }

    @Test
    void under_close_its_connection_ends_with_the_reason_and_its_session_stays() {
        hears("demo.close");
        for (int i = 1; i <= 9; i++) {
            gateway.bus().publish("demo.close", i);
        }
        JsonObject err = slow.hear("err");
        assertThat(err.getString("message")).isEqualTo("slow_consumer");
        await().until(() -> events.stream()
                .anyMatch(e -> e.getString("event").equals("detached")
                        && e.getString("cause").startsWith("slow-consumer")));
        slow.floor = 2;
        var unused = slow.resume();
        assertThat(slow.state()).isEqualTo("resumed");
    }

    @Test
    void a_message_to_it_alone_that_finds_no_room_is_told_to_its_sender() {
        hears("demo.x");
        for (int i = 1; i <= 8; i++) {
            gateway.bus().publish("demo.x", i);
        }
        await().until(() -> session(slow).getInteger("queued") == 8);
        HandMadeClient sender = new HandMadeClient(gateway.port());
        sender.say("{\"type\":\"send\",\"n\":1,\"address\":\"demo.x\",\"body\":\"for you\"}");
        JsonObject ack = sender.hear("ack");
        assertThat(ack.getJsonArray("outcomes").getJsonObject(0).getString("code"))
                .isEqualTo("not_taken");
        sender.close();
    }

    private JsonObject session(HandMadeClient client) {
        return new JsonArray(gateway.admin().get("/sessions").body())
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(s -> s.getString("id").equals(client.session()))
                        .findFirst()
                        .orElseThrow();
    }
}
