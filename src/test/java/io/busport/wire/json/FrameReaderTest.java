package io.busport.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final WireLimits LIMITS = new WireLimits(1 << 20, 8, 256, 64);

    private final FrameReader reader = new FrameReader(LIMITS, false);

    @Test
    void a_ping_is_a_ping_whatever_else_it_says() throws WireException {
        assertThat(read("{\"type\":\"ping\"}")).isEqualTo(Frame.Ping.PING);
        assertThat(read("{\"type\":\"ping\",\"address\":\"a\",\"headers\":7,\"failureCode\":\"x\"}"))
                .isEqualTo(Frame.Ping.PING);
    }

    @Test
    void registrations_have_an_address() throws WireException {
        assertThat(read("{'type':'register','address':'news','headers':{'any':null}}"))
                .isEqualTo(new Frame.Register("news", null));
        assertThat(read("{'type':'unregister','address':'news'}")).isEqualTo(new Frame.Unregister("news", null));
    }

    @Test
    void registrations_have_a_label_only_where_they_are_confirmed() throws WireException {
        String register = "{'type':'register','address':'news','replyAddress':'r'}";
        String unregister = "{'type':'unregister','address':'news','replyAddress':'r'}";
        assertThat(read(register)).isEqualTo(new Frame.Register("news", null));
        assertThat(read(unregister)).isEqualTo(new Frame.Unregister("news", null));
        FrameReader confirming = new FrameReader(LIMITS, true);
        assertThat(read(confirming, register)).isEqualTo(new Frame.Register("news", "r"));
        assertThat(read(confirming, unregister)).isEqualTo(new Frame.Unregister("news", "r"));
    }

    @Test
    void a_publication_ignores_what_only_a_request_has() throws WireException {
        String json = "{'type':'publish','address':'news','body':1,'replyAddress':'r','failureCode':'x'}";
        assertThat(read(json)).isEqualTo(new Frame.Publish("news", Headers.NONE, 1, false, json.length()));
    }

    @Test
    void a_send_carries_body_and_size() throws WireException {
        String json = "{'type':'send','address':'echo','body':'hello'}";
        assertThat(read(json)).isEqualTo(send("echo", null, "hello", null, json.length()));
    }

    @Test
    void a_send_with_a_reply_address_is_a_request() throws WireException {
        String json = "{'type':'send','address':'echo','replyAddress':'r','body':{'a':1}}";
        assertThat(read(json)).isEqualTo(send("echo", "r", new JsonObject().put("a", 1), null, json.length()));
    }

    @Test
    void a_send_with_a_failure_code_fails_what_it_answers_and_keeps_its_body() throws WireException {
        String json = "{'type':'send','address':'__vertx.reply.1','failureCode':42,'message':'no','body':true}";
        assertThat(read(json))
                .isEqualTo(send("__vertx.reply.1", null, true, new Frame.Failure(42, "no"), json.length()));
        String short_ = "{'type':'send','address':'a','failureCode':-1}";
        assertThat(read(short_)).isEqualTo(send("a", null, null, new Frame.Failure(-1, null), short_.length()));
    }

    @Test
    void a_request_cannot_fail_what_it_answers() throws WireException {
        for (String code : List.of("42", "'x'", "1.5")) {
            String json = "{'type':'send','address':'a','replyAddress':'r','failureCode':" + code + ",'body':1}";
            assertThat(read(json)).isEqualTo(send("a", "r", 1, null, json.length()));
        }
    }

    @Test
    void null_is_the_same_as_absent() throws WireException {
        String json = "{'type':'send','address':'a','replyAddress':null,'headers':null,'body':null,'failureCode':null,"
                + "'message':null}";
        assertThat(read(json)).isEqualTo(send("a", null, null, null, json.length()));
    }

    @Test
    void what_should_be_a_text_becomes_one() throws WireException {
        String json = "{'type':'send','address':12,'replyAddress':true,'body':0}";
        assertThat(read(json)).isEqualTo(send("12", "true", 0, null, json.length()));
        String odd = "{'type':'send','address':{'a':[1,null]},'failureCode':1,'message':2.50}";
        assertThat(read(odd)).isEqualTo(send("{a=[1, null]}", null, null, new Frame.Failure(1, "2.5"), odd.length()));
    }

    @Test
    void of_two_fields_with_one_name_the_later_counts() throws WireException {
        String json =
                "{'type':'ping','type':'send','address':'a','headers':7,'headers':{'x':'1','x':'2'},'address':'b'}";
        assertThat(read(json))
                .isEqualTo(new Frame.Send("b", null, Headers.of("x", "2"), null, null, 0, false, json.length()));
        String taken = "{'type':'send','address':'a','replyAddress':'r','replyAddress':null}";
        assertThat(read(taken)).isEqualTo(send("a", null, null, null, taken.length()));
    }

    @Test
    void unknown_fields_are_skipped_whatever_they_hold() throws WireException {
        String json = "{'x':{'type':'ping','y':[{}]},'type':'send','m':1e9,'address':'a','t':'body','body':1,'z':[[]]}";
        assertThat(read(json)).isEqualTo(send("a", null, 1, null, json.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s ", "%s\r\n\t ", "/* c */ %s // d", "\n%s"})
    void spaces_and_comments_around_the_object_are_allowed(String around) throws WireException {
        assertThat(read(around.formatted("{\"type\":\"ping\"}"))).isEqualTo(Frame.Ping.PING);
    }

    @Test
    void the_order_of_the_fields_is_no_matter() throws WireException {
        List<String> fields = new ArrayList<>(List.of(
                "'type':'send'",
                "'address':'a'",
                "'replyAddress':'r'",
                "'headers':{'timeout':7,'h':1}",
                "'body':[1]",
                "'unknown':{'address':'x'}"));
        String first = "{" + String.join(",", fields) + "}";
        for (int seed = 0; seed < 100; seed++) {
            Collections.shuffle(fields, new Random(seed));
            assertThat(read("{" + String.join(",", fields) + "}"))
                    .as("seed %d", seed)
                    .isEqualTo(read(first));
        }
    }

    private Frame read(String json) throws WireException {
        return read(reader, json);
    }

    private static Frame read(FrameReader reader, String json) throws WireException {
        byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }

    private static Frame.Send send(
            String address,
            @Nullable String replyAddress,
            @Nullable Object body,
            Frame.@Nullable Failure failure,
            int size) {
        return new Frame.Send(address, replyAddress, Headers.NONE, body, failure, 0, false, size);
    }
}
