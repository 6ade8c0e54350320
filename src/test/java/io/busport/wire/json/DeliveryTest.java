package io.busport.wire.json;

import static io.busport.wire.json.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The field {@code headers}: three options, and texts that travel. */
class DeliveryTest {
    private final FrameReader reader = new FrameReader(new WireLimits(1 << 24, 3, 64, 64), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'x'",
                "''",
                "1",
                "-0",
                "1.50",
                "1E2",
                "1e400",
                "true",
                "9223372036854775808",
                "[1,'2',[null],{}]",
                "{'a':{'b':[1.0,null]},'c':''}",
                "{}",
                "[]"
            })
    void a_value_becomes_the_text_that_vertx_makes_of_it(String value) throws WireException {
        Headers headers = sent("{'h':" + value + "}").headers();
        assertThat(headers)
                .isEqualTo(Headers.of(
                        "h", new JsonObject("{'h':%s}".formatted(value).replace('\'', '"')).getString("h")));
    }

    @Test
    void headers_keep_their_order_and_options_do_not_travel() throws WireException {
        Frame.Send sent = sent("{'b':1,'timeout':500,'a':2,'localOnly':true,'codecName':null}");
        assertThat(sent.headers()).isEqualTo(Headers.of("b", "1", "a", "2"));
        assertThat(sent.timeoutMillis()).isEqualTo(500);
        assertThat(sent.localOnly()).isTrue();
    }

    @Test
    void names_of_options_are_case_sensitive() throws WireException {
        Frame.Send sent = sent("{'Timeout':'soon','localonly':'no','CodecName':'x'}");
        assertThat(sent.headers()).isEqualTo(Headers.of("Timeout", "soon", "localonly", "no", "CodecName", "x"));
        assertThat(sent.timeoutMillis()).isZero();
        assertThat(sent.localOnly()).isFalse();
    }

    @Test
    void a_publication_has_headers_and_stays_local_when_it_says_so() throws WireException {
        byte[] json = "{\"type\":\"publish\",\"address\":\"a\",\"headers\":{\"h\":1,\"localOnly\":true,\"timeout\":5}}"
                .getBytes(UTF_8);
        assertThat(reader.read(json, 0, json.length))
                .isEqualTo(new Frame.Publish("a", Headers.of("h", "1"), null, true, json.length));
    }

    @Test
    void nothing_but_an_empty_object_is_no_headers() throws WireException {
        assertThat(sent("{}").headers()).isSameAs(Headers.NONE);
        assertThat(sent("null").headers()).isSameAs(Headers.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5000, 5000", "5000.0, 5000", "5e3, 5000", "86400000, 86400000"})
    void a_timeout_is_a_whole_number_of_milliseconds(String value, long millis) throws WireException {
        assertThat(sent("{'timeout':" + value + "}").timeoutMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "0.5",
                "1.5",
                "86400001",
                "99999999999999999999",
                "1e400",
                "'5000'",
                "null",
                "true",
                "[1]"
            })
    void any_other_timeout_is_malformed(String value) {
        Frame.Err err = refused("{'timeout':" + value + "}");
        assertThat(err.code()).isEqualTo(FailCode.MALFORMED);
        assertThat(err.message())
                .startsWith("header timeout is ")
                .endsWith("(expected: milliseconds, a whole number from 1 to "
                        + Duration.ofDays(1).toMillis() + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "'true'", "null", "{}"})
    void local_only_is_true_or_false(String value) {
        Frame.Err err = refused("{'localOnly':" + value + "}");
        assertThat(err.code()).isEqualTo(FailCode.MALFORMED);
        assertThat(err.message()).startsWith("header localOnly is ").endsWith("(expected: true or false)");
    }

    @Test
    void a_codec_cannot_be_chosen() {
        assertThat(refused("{'codecName':'string'}"))
                .isEqualTo(Frame.Err.of(
                        FailCode.MALFORMED, "header codecName is \"string\" (expected: none; bodies are JSON)"));
    }

    @Test
    void a_header_has_a_value() {
        assertThat(refused("{'h':null}"))
                .isEqualTo(Frame.Err.of(FailCode.MALFORMED, "header \"h\" is null (expected: a value)"));
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "'''x''', '\"x\"'", "true, true", "'[1,2]', '[1, 2]'"})
    void headers_are_an_object(String headers, String shown) {
        assertThat(refused(headers))
                .isEqualTo(Frame.Err.of(FailCode.MALFORMED, "headers are " + shown + " (expected: an object)"));
    }

    @Test
    void headers_are_counted_without_the_options() throws WireException {
        assertThat(sent("{'a':1,'timeout':1,'b':2,'localOnly':false,'c':3}")
                        .headers()
                        .size())
                .isEqualTo(3);
        assertThat(refused("{'a':1,'b':2,'c':3,'d':4}"))
                .isEqualTo(Frame.Err.of(
                        FailCode.TOO_LARGE, "more than 3 headers (expected: at most that, limits.maxHeaders)"));
    }

    @Test
    void the_bytes_of_names_and_values_are_counted_together() throws WireException {
        assertThat(sent("{'aé':'" + "한".repeat(20) + "x'}").headers().size()).isEqualTo(1);
        assertThat(refused("{'aé':'" + "한".repeat(20) + "xy'}"))
                .isEqualTo(Frame.Err.of(
                        FailCode.TOO_LARGE,
                        "more than 64 bytes of headers (expected: at most that, limits.maxHeaderBytes)"));
    }

    @Test
    void a_value_of_many_levels_costs_no_more_than_its_bytes() {
        String deep = "[".repeat(998) + "'" + "x".repeat(4 << 20) + "'" + "]".repeat(998);
        assertThat(refused("{'h':" + deep + "}").code()).isEqualTo(FailCode.TOO_LARGE);
    }

    private Frame.Send sent(String headers) throws WireException {
        byte[] json = "{'type':'send','address':'a','headers':%s}"
                .formatted(headers)
                .replace('\'', '"')
                .getBytes(UTF_8);
        return (Frame.Send) reader.read(json, 0, json.length);
    }

    private Frame.Err refused(String headers) {
        return refusal(reader, "{'type':'send','address':'a','headers':" + headers + "}");
    }
}
