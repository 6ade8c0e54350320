package io.busport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client that reaches a limit is told, and that it can go on. Typed as JSON lines. */
@Timeout(60)
class LimitsIT {
    private static LocalGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new LocalGateway("""
                {"limits": {"maxFrame": "2KiB", "maxHeaders": 2, "maxHeaderBytes": 64, "maxAddress": 32, "maxRegistrations": 2,
                            "maxPending": 4, "maxUnanswered": 1, "replyExpiry": "300ms"}}""");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void headers_and_addresses_beyond_their_limits_are_refused_and_the_connection_lives() {
        try (TextSocket client = gateway.connect()) {
            for (String tooMuch : List.of(
                    "'address':'demo.a','headers':{'a':'1','b':'2','c':'3'}",
                    "'address':'demo.a','headers':{'a':'" + "x".repeat(80) + "'}",
                    "'address':'demo." + "x".repeat(40) + "'")) {
                JsonObject err = ask(client, "{'type':'send'," + tooMuch + ",'replyAddress':'r'}");
                assertThat(err.getString("code")).as(tooMuch).isEqualTo("too_large");
                assertThat(err.getString("address")).isEqualTo("r");
                assertThat(err.getString("detail")).contains("limits.max");
            }
            assertThat(ask(client, "{'type':'ping'}").getString("type")).isEqualTo("pong");
        }
    }

    @Test
    void a_frame_beyond_its_limit_ends_the_connection_with_a_reason() {
        try (TextSocket client = gateway.connect()) {
            JsonObject err = ask(client, "{'type':'send','address':'demo.a','body':'" + "x".repeat(3000) + "'}");
            assertThat(err.getString("code")).isEqualTo("too_large");
            assertThat(client.readLine()).isNull();
            client.endOutput();
            assertThat(gateway.admin().awaitCloseReason(client)).isEqualTo("frame-too-large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":", "a line", "\u0000\u0000\u0001\u0000{"})
    void a_frame_or_line_whose_end_does_not_come_ends_the_connection(String beginning) {
        try (LocalGateway hasty = new LocalGateway(
                        "{'limits': {'frameTimeout': '300ms'}, 'text': {'flushAfter': '0s'}}".replace('\'', '"'));
                TextSocket client = hasty.connect()) {
            client.send(beginning);
            String said = new String(client.readAll(), StandardCharsets.UTF_8);
            client.endOutput();
            assertThat(hasty.admin().awaitCloseReason(client)).isEqualTo("unfinished");
            if (!beginning.startsWith("\u0000")) {
                assertThat(said).contains("the end of a frame did not come within 300 ms [unfinished]");
            }
        }
    }

    @Test
    void frames_that_are_not_whole_give_way_when_they_are_too_many_and_whole_ones_do_not() {
        String small = "{'limits': {'maxFrame': '2KiB', 'frameMemory': '4KiB'}}".replace('\'', '"');
        List<TextSocket> slow = new ArrayList<>();
        try (LocalGateway tight = new LocalGateway(small);
                TextSocket other = tight.connect()) {
            for (int i = 0; i < 64; i++) {
                slow.add(tight.connect().send("{" + "x".repeat(1800)));
            }
            await().until(() -> tight.admin().connections().stream()
                            .filter(c -> "unfinished".equals(c.getString("closeReason")))
                            .count()
                    > 32);
            assertThat(ask(other, "{'type':'ping'}").getString("type")).isEqualTo("pong");
        } finally {
            slow.forEach(TextSocket::close);
        }
    }

    @Test
    void registrations_beyond_the_limit_are_refused_until_one_is_given_back() {
        try (TextSocket client = gateway.connect()) {
            assertThat(register(client, "demo.a")).isEqualTo("message");
            assertThat(register(client, "demo.b")).isEqualTo("message");
            assertThat(register(client, "demo.b"))
                    .as("the same again takes no place")
                    .isEqualTo("message");
            assertThat(register(client, "demo.c")).isEqualTo("err");
            assertThat(ask(client, "{'type':'unregister','address':'demo.a','replyAddress':'r'}")
                            .getString("type"))
                    .isEqualTo("message");
            assertThat(register(client, "demo.c")).isEqualTo("message");
        }
    }

    @Test
    void requests_beyond_the_limit_wait_and_are_all_answered() {
        List<Message<Object>> asked = new CopyOnWriteArrayList<>();
        var unused = gateway.bus().consumer("demo.slow", asked::add);
        try (TextSocket client = gateway.connect()) {
            for (int i = 0; i < 10; i++) {
                client.send(json("{'type':'send','address':'demo.slow','replyAddress':'r" + i + "'}") + "\n");
            }
            await().until(() -> asked.size() == 4);
            client.send(json("{'type':'ping'}") + "\n");
            asked.get(0).reply("first");
            assertThat(new JsonObject(client.readLine()).getString("address")).isEqualTo("r0");
            await("one more is read").until(() -> asked.size() == 5);
            await("with each answer another one").until(() -> {
                asked.forEach(m -> m.reply("ok"));
                return asked.size() == 10;
            });
            asked.forEach(m -> m.reply("ok"));
            List<String> rest = IntStream.range(0, 10)
                    .mapToObj(i -> String.valueOf(client.readLine()))
                    .toList();
            assertThat(rest).anyMatch(line -> line.contains("pong"));
            assertThat(rest)
                    .filteredOn(line -> line.contains("\"address\":\"r"))
                    .hasSize(9);
        }
    }

    @Test
    void a_client_that_owes_an_answer_is_read_on_and_refused_beyond_the_limit() throws TimeoutException {
        var unused = gateway.bus().consumer("demo.never", m -> {});
        try (TextSocket client = gateway.connect()) {
            assertThat(register(client, "demo.mutual")).isEqualTo("message");
            var question = gateway.bus().<String>request("demo.mutual", "well?");
            String replyAddress = new JsonObject(client.readLine()).getString("replyAddress");
            for (int i = 0; i < 5; i++) {
                client.send(json("{'type':'send','address':'demo.never','replyAddress':'r" + i + "'}") + "\n");
            }
            JsonObject refused = new JsonObject(client.readLine());
            assertThat(refused.getString("code")).isEqualTo("too_many");
            assertThat(refused.getString("address")).isEqualTo("r4");
            client.send(json("{'type':'send','address':'" + replyAddress + "','body':'yes'}") + "\n");
            assertThat(question.await(5, SECONDS).body()).isEqualTo("yes");
        }
    }

    @Test
    void who_asks_a_client_that_owes_too_many_answers_or_never_answers_is_told() {
        try (TextSocket client = gateway.connect()) {
            assertThat(register(client, "demo.deaf")).isEqualTo("message");
            var first = gateway.bus().request("demo.deaf", "1");
            var second = gateway.bus().request("demo.deaf", "2");
            assertThatThrownBy(() -> second.await(5, SECONDS))
                    .isInstanceOf(ReplyException.class)
                    .hasMessageContaining("no client that hears demo.deaf can take the message");
            assertThatThrownBy(() -> first.await(5, SECONDS))
                    .isInstanceOf(ReplyException.class)
                    .hasMessageContaining("did not answer within 300 ms");
        }
    }

    private static String register(TextSocket client, String address) {
        return ask(client, "{'type':'register','address':'" + address + "','replyAddress':'r'}")
                .getString("type");
    }

    private static JsonObject ask(TextSocket client, String frame) {
        return new JsonObject(client.ask(json(frame)));
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }
}
