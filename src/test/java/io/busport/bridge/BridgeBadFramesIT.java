package io.busport.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BridgeSocket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are no frames. The official bridge says nothing, and of most of them the connection is deaf ever after. */
class BridgeBadFramesIT extends BridgeFaults {
    private static final int MAX_FRAME = 64 << 10;

    BridgeBadFramesIT(Side side) {
        super(side, "{" + BROAD + ", \"limits\": {\"maxFrame\": \"64KiB\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'shout','address':'svc.echo'}",
                "{'type':'Ping'}",
                "{'type':'message','address':'svc.echo'}",
                "{'type':'pong'}",
                "{'type':5}",
                "{'type':null,'address':'svc.echo'}",
                "{'address':'svc.echo','body':1}",
                "{}"
            })
    void a_type_that_is_none_is_answered_and_the_connection_lives(String frame) {
        try (BridgeSocket client = bridge().connect()) {
            assertThat(say(client, frame).readText()).isEqualTo("{\"type\":\"err\",\"message\":\"unknown_type\"}");
            client.assertNothingButPong();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "[{'type':'ping'}]",
                "'ping'",
                "null",
                "{'type':'ping'",
                "{'type':'ping'} x",
                "{'type':'ping'}{'type':'ping'}",
                "{'type':'ping','x':NaN}",
                "{type:'ping'}",
                "\ufeff{'type':'ping'}"
            })
    void what_is_no_JSON_object_is_answered_and_the_connection_lives(String frame) {
        try (BridgeSocket client = bridge().connect()) {
            JsonObject err = say(client, frame).read();
            assertThat(err.getString("type")).isEqualTo("err");
            assertThat(err.getString("message")).isNotBlank();
            client.assertNothingButPong();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'headers':5",
                "'headers':[]",
                "'headers':{'h':null}",
                "'headers':{'h':'v','timeout':'100'}",
                "'headers':{'timeout':null}",
                "'headers':{'timeout':0}",
                "'headers':{'timeout':-1}",
                "'headers':{'localOnly':'true'}",
                "'headers':{'localOnly':null}",
                "'headers':{'codecName':'json'}",
                "'headers':{'codecName':'nobody knows it'}"
            })
    void a_request_with_a_bad_field_is_answered_once_and_the_connection_lives(String field) {
        try (BridgeSocket client = bridge().connect()) {
            JsonObject err = say(
                            client, "{'type':'send','address':'svc.echo','replyAddress':'r','body':1," + field + "}")
                    .read();
            assertThat(err.getString("type")).isEqualTo("err");
            assertThat(err.getString("address")).as("the request's label").isEqualTo("r");
            assertThat(err.getString("message")).isNotBlank();
            client.assertNothingButPong();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "publish"})
    void a_message_with_a_bad_field_is_answered_and_reaches_nobody(String type) {
        try (Talk talk = new Talk(bridge());
                BridgeSocket client = bridge().connect()) {
            Inbox inbox = talk.listen("svc.inbox");
            String good = "{'type':'" + type + "','address':'svc.inbox','body':'good'}";
            String bad = "{'type':'" + type + "','address':'svc.inbox','body':'bad','headers':{'h':null}}";
            JsonObject err = say(client, bad, good).read();
            assertThat(err.getString("type")).isEqualTo("err");
            assertThat(err.containsKey("address")).as("it had no label").isFalse();
            assertThat(inbox.receives().body()).isEqualTo("good");
            client.assertNothingButPong();
        }
    }

    @Test
    void a_failure_code_that_is_no_number_is_answered_and_the_answer_can_still_be_given() {
        try (BridgeSocket client = subscriber(bridge(), topic)) {
            var outcome = ask(bridge(), topic);
            String where = client.read().getString("replyAddress");
            JsonObject err = say(client, "{'type':'send','address':'" + where + "','failureCode':'x'}")
                    .read();
            assertThat(err.getString("type")).isEqualTo("err");
            say(client, "{'type':'send','address':'" + where + "','body':'answer'}")
                    .assertNothingButPong();
            assertThat(bridge().await(outcome).body()).isEqualTo("answer");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void a_negative_length_ends_the_connection_with_a_word(int length) {
        try (BridgeSocket client = bridge().connect()) {
            assertEndsWithAWord(client, length, "malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_FRAME + 1, 16 << 20, Integer.MAX_VALUE})
    void a_length_beyond_the_limit_ends_the_connection_before_a_byte_is_kept(int length) {
        try (BridgeSocket client = bridge().connect()) {
            assertEndsWithAWord(client, length, "frame-too-large");
        }
    }

    /** The largest frame that is allowed still gets its answer, though it comes after the word. */
    private void assertEndsWithAWord(BridgeSocket client, int length, String reason) {
        String start = "{'type':'send','address':'svc.slow','replyAddress':'r','body':'";
        String largest = start + "x".repeat(MAX_FRAME - start.length() - 2) + "'}";
        say(client, largest).send(Buffer.buffer().appendInt(length));
        List<JsonObject> last = Stream.of(client.read(), client.read())
                .sorted(Comparator.comparing(frame -> frame.getString("type")))
                .toList();
        assertThat(last).extracting(frame -> frame.getString("type")).containsExactly("err", "message");
        assertThat(last.get(0).getString("message")).isNotBlank();
        assertThat(last.get(1).getString("address")).isEqualTo("r");
        client.assertEnd();
        assertThat(bridge().closeReason(client.endOutput())).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE})
    void a_connection_that_begins_with_such_a_length_is_told_as_well(int length) {
        try (BridgeSocket client = bridge().connect()) {
            JsonObject err = client.send(Buffer.buffer().appendInt(length)).read();
            assertThat(err.getString("type")).isEqualTo("err");
            client.assertEnd();
        }
    }
}
