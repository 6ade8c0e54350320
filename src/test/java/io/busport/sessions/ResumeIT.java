package io.busport.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.BridgeSocket;
import io.busport.testing.LocalGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that returns gets its session at once, whatever its old connection looks like. */
@Timeout(60)
class ResumeIT {
    private static final int TIMES = 200;
    /** Of the median; a busy machine may be late with one of two hundred. */
    private static final Duration SOON = Duration.ofMillis(300);

    @AutoClose
    private static final LocalGateway gateway = new LocalGateway("{}");

    @Test
    void two_hundred_times_in_a_row_while_the_old_connection_looks_alive() {
        List<BridgeSocket> old = new ArrayList<>();
        try (HandMadeClient client = new HandMadeClient(gateway.port())) {
            client.say("{\"type\":\"register\",\"n\":1,\"address\":\"demo.resume\"}");
            assertThat(client.hear("ack").getLong("received")).isEqualTo(1);
            List<Long> took = new ArrayList<>();
            for (int i = 1; i <= TIMES; i++) {
                client.floor = i + 1L;
                client.received = i - 1L;
                long begin = System.nanoTime();
                old.add(client.resume());
                took.add((System.nanoTime() - begin) / 1_000_000);
                assertThat(client.state()).isEqualTo("resumed");
                assertThat(client.welcome().getLong("epoch")).isEqualTo(i + 1);
                assertThat(client.welcome().getLong("received")).isEqualTo(i);
                client.say(
                        "{\"type\":\"publish\",\"n\":%d,\"address\":\"demo.resume\",\"body\":%d}".formatted(i + 1, i));
                JsonObject message = client.hear("message");
                assertThat(message.getLong("n")).isEqualTo(i);
                assertThat(message.getInteger("body")).isEqualTo(i);
                client.awaitAcknowledged(i + 1L);
            }
            assertThat(took.stream().sorted().skip(TIMES / 2).findFirst().orElseThrow())
                    .as("milliseconds of the median of %s", took)
                    .isLessThan(SOON.toMillis());
            assertThat(took).as("milliseconds").allMatch(t -> t < 5 * SOON.toMillis());
        } finally {
            old.forEach(BridgeSocket::close);
        }
    }

    @Test
    void the_old_connection_is_told_and_closed() {
        try (HandMadeClient client = new HandMadeClient(gateway.port());
                BridgeSocket old = client.resume()) {
            JsonObject moved = old.read();
            assertThat(moved.getString("type")).isEqualTo("moved");
            assertThat(moved.getLong("epoch")).isEqualTo(2);
            assertThat(moved.getString("by")).startsWith("127.0.0.1:");
            old.assertEnd();
        }
    }

    @Test
    void before_anything_was_said() {
        try (HandMadeClient client = new HandMadeClient(gateway.port());
                BridgeSocket first = client.resume();
                BridgeSocket second = client.resume()) {
            assertThat(client.state()).isEqualTo("resumed");
            assertThat(client.welcome().getLong("epoch")).isEqualTo(3);
            assertThat(client.welcome().getLong("replay")).isZero();
            assertThat(List.of(first, second)).doesNotContain(client.socket());
        }
    }

    @Test
    void twice_at_once_and_the_newest_has_it() {
        try (HandMadeClient client = new HandMadeClient(gateway.port());
                BridgeSocket one = new BridgeSocket(gateway.port());
                BridgeSocket two = new BridgeSocket(gateway.port())) {
            JsonObject earlier = client.resumption();
            JsonObject later = client.resumption();
            var unused = one.send(earlier);
            var unusedToo = two.send(later);
            client.take(two, two.read());
            assertThat(client.state()).isEqualTo("resumed");
            client.say("{\"type\":\"send\",\"n\":1,\"address\":\"messages\",\"body\":\"x\",\"replyAddress\":\"r\"}");
            assertThat(client.hear("message").getString("address")).isEqualTo("r");
            // The other one was welcomed before and told to go, or came too late.
            JsonObject last = one.read();
            if (last.getString("type").equals("welcome")) {
                last = one.read();
            }
            assertThat(List.of("moved", "err")).contains(last.getString("type"));
        }
    }

    @Test
    void what_was_sent_while_nobody_was_there_comes_in_order_and_once() {
        HandMadeClient client = new HandMadeClient(gateway.port());
        client.say("{\"type\":\"register\",\"n\":1,\"address\":\"demo.away\"}").hear("ack");
        client.socket().close();
        await().until(() -> session(client).getString("state").equals("detached"));
        for (int i = 1; i <= 500; i++) {
            gateway.bus().publish("demo.away", i);
        }
        await().until(() -> session(client).getInteger("queued") == 500);
        client.floor = 2;
        var unused = client.resume();
        assertThat(client.welcome().getLong("replay")).isZero();
        for (int i = 1; i <= 500; i++) {
            JsonObject message = client.hear("message");
            assertThat(message.getInteger("body")).isEqualTo(i);
            assertThat(message.getLong("n")).isEqualTo(i);
            if (i % 100 == 0) {
                client.say("{\"type\":\"ack\",\"received\":%d}".formatted(i));
            }
        }
        client.received = 500;
        var unusedToo = client.resume();
        assertThat(client.welcome().getLong("replay")).isZero();
        client.close();
    }

    @Test
    void an_outcome_that_was_lost_with_its_connection_is_in_the_next_welcome() {
        HandMadeClient client = new HandMadeClient(gateway.port());
        client.say("{\"type\":\"send\",\"n\":1,\"address\":\"demo.nobody\",\"body\":\"x\"}");
        await().until(() ->
                session(client).getInteger("received") == 1 && session(client).getInteger("inProgress") == 0);
        client.resume().close();
        assertThat(client.welcome().getLong("received")).isEqualTo(1);
        JsonArray outcomes = client.welcome().getJsonArray("outcomes");
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.getJsonObject(0).getString("code")).isEqualTo("no_handlers");
        client.close();
    }

    @Test
    void an_answer_finds_its_client_over_the_next_connection() {
        gateway.bus().consumer("demo.slow", m -> gateway.vertx().setTimer(300, t -> m.reply("late")));
        HandMadeClient client = new HandMadeClient(gateway.port());
        client.say("{\"type\":\"send\",\"n\":1,\"address\":\"demo.slow\",\"body\":\"x\",\"replyAddress\":\"r1\"}");
        await().until(() -> session(client).getInteger("received") == 1);
        client.resume().close();
        JsonObject answer = client.hear("message");
        assertThat(answer.getString("address")).isEqualTo("r1");
        assertThat(answer.getString("body")).isEqualTo("late");
        client.close();
    }

    @Test
    void a_name_is_an_address_also_while_its_client_is_away() {
        HandMadeClient client = new HandMadeClient(
                gateway.port(), new JsonObject().put("session", new JsonObject().put("name", "pump-3")));
        gateway.bus().send("busport.to.pump-3", "one");
        assertThat(client.hear("message").getString("body")).isEqualTo("one");
        client.say("{\"type\":\"ack\",\"received\":1}");
        client.socket().close();
        await().until(() -> session(client).getString("state").equals("detached"));
        gateway.bus().send("busport.to.pump-3", "two");
        client.received = 1;
        client.resume().close();
        JsonObject message = client.hear("message");
        assertThat(message.getString("body")).isEqualTo("two");
        assertThat(message.getString("address")).isEqualTo("busport.to.pump-3");
        client.close();
    }

    private static JsonObject session(HandMadeClient client) {
        return new JsonArray(gateway.admin().get("/sessions").body())
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(s -> s.getString("id").equals(client.session()))
                        .findFirst()
                        .orElseThrow();
    }
}
