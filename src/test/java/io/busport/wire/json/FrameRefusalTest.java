package io.busport.wire.json;

import static io.busport.wire.json.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireLimits;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRefusalTest {
    private static final WireLimits LIMITS = new WireLimits(1 << 24, 8, 256, 64);

    private final FrameReader reader = new FrameReader(LIMITS, false);
    private final FrameReader confirming = new FrameReader(LIMITS, true);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                              | no JSON in a frame of 0 bytes (expected: one JSON object)",
                "~  \n ~                         | no JSON in a frame of 4 bytes (expected: one JSON object)",
                "/* only a comment */            | no JSON in a frame of 20 bytes (expected: one JSON object)",
                "[{'type':'ping'}]               | JSON that is no object (expected: one JSON object)",
                "'ping'                          | JSON that is no object (expected: one JSON object)",
                "7                               | JSON that is no object (expected: one JSON object)",
                "null                            | JSON that is no object (expected: one JSON object)",
                "{'type':'ping'}{'type':'ping'}  | JSON goes on after the object, before byte 16 (expected: one JSON object)",
                "{'type':'ping'                  | not JSON: it ends too early, after 14 bytes (expected: one JSON object)",
                "{'type':'pi                     | not JSON: it ends too early, after 11 bytes (expected: one JSON object)",
                "{'type':'send','body':{'a':[    | not JSON: it ends too early, after 28 bytes (expected: one JSON object)"
            })
    void what_is_no_object_is_malformed(String json, String message) {
        assertThat(refusal(reader, json)).isEqualTo(Frame.Err.of(FailCode.MALFORMED, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'ping',}",
                "{type:'ping'}",
                "{'type' 'ping'}",
                "{'type':ping}",
                "{'type':'ping'} x",
                "{'type':'ping'}}",
                "{'type':'ping','body':NaN}",
                "{'type':'ping','body':+1}",
                "{'type':'ping','body':01}",
                "{'type':'ping','body':1.}",
                "{'type':'ping','body':\\u0041}",
                "{'type':'ping','body':'\\x'}",
                "{'type':'ping','body':'a\nb'}",
                "{'type':'ping','body':[1,]}",
                "{'type':'ping','body':[}",
                "{'type':'ping','body':tru}",
                "\uFEFF{'type':'ping'}",
                "hello",
                "GET / HTTP/1.1"
            })
    void what_is_no_json_is_malformed_and_the_sentence_says_where(String json) {
        Frame.Err err = refusal(reader, json);
        assertThat(err.code()).isEqualTo(FailCode.MALFORMED);
        assertThat(err.message()).startsWith("not JSON: ").contains("byte ").endsWith("(expected: one JSON object)");
        assertThat(err.message()).doesNotContain("Source").doesNotContain("jackson");
    }

    @Test
    void bytes_that_are_no_utf_8_are_malformed() {
        byte[] bytes = "{\"type\":\"send\",\"address\":\"a\",\"body\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        for (int bad : new int[] {0x80, 0xC3, 0xE2, 0xF0, 0xF8, 0xFE, 0xFF}) {
            bytes[bytes.length - 3] = (byte) bad;
            assertThat(refusal(reader, bytes).code()).as("0x%02X", bad).isEqualTo(FailCode.MALFORMED);
        }
    }

    @Test
    void other_encodings_are_not_guessed() {
        String json = "{\"type\":\"ping\"}";
        for (var charset : new Charset[] {
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE,
            Charset.forName("UTF-32BE"),
            Charset.forName("UTF-32LE")
        }) {
            assertThat(refusal(reader, json.getBytes(charset)).code())
                    .as(charset.name())
                    .isEqualTo(FailCode.MALFORMED);
        }
    }

    @Test
    void json_beyond_the_parsers_limits_is_malformed() {
        for (String body : new String[] {
            "[".repeat(1000) + "]".repeat(1000),
            "{'a':".repeat(100_000),
            "1".repeat(1001),
            "{'" + "n".repeat(50_001) + "':1}"
        }) {
            for (String field : new String[] {"body", "headers", "failureCode", "address", "unknown"}) {
                if (field.equals("unknown") && body.startsWith("1")) {
                    continue; // a number that nobody reads
                }
                assertThat(refusal(reader, "{'type':'send','address':'a','" + field + "':" + body + "}"))
                        .as(field)
                        .isEqualTo(Frame.Err.of(
                                FailCode.MALFORMED,
                                "JSON beyond a limit (expected: at most 1000 levels, numbers of 1000 digits, names of "
                                        + "50000 characters, strings of 20000000)"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                               | a frame without a type",
                "{'type':null,'address':'a'}                      | a frame without a type",
                "{'address':'a','body':1}                         | a frame without a type",
                "{'type':'hallo','address':'a'}                   | type is \"hallo\"",
                "{'type':'Ping'}                                  | type is \"Ping\"",
                "{'type':'message','address':'a'}                 | type is \"message\"",
                "{'type':'err','replyAddress':'r','address':'a'}  | type is \"err\"",
                "{'type':7,'address':'a'}                         | type is \"7\"",
                "{'type':['send'],'address':'a','headers':7}      | type is \"[send]\""
            })
    void an_unknown_type_is_told_first_and_to_no_address(String json, String message) {
        assertThat(refusal(reader, json))
                .isEqualTo(Frame.Err.of(
                        FailCode.UNKNOWN_TYPE, message + " (expected: ping, register, unregister, publish or send)"));
    }

    @Test
    void a_type_of_any_length_is_told_in_a_short_sentence() {
        assertThat(refusal(reader, "{'type':'" + "x".repeat(100_000) + "'}").message())
                .hasSizeLessThan(200)
                .contains("…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "unregister", "publish", "send"})
    void a_missing_address_is_told_next_and_to_no_address(String type) {
        for (String rest : new String[] {"", ",'address':null", ",'replyAddress':'r','headers':7"}) {
            assertThat(refusal(confirming, "{'type':'" + type + "'" + rest + "}"))
                    .isEqualTo(Frame.Err.of(
                            FailCode.MISSING_ADDRESS, type + " without an address (expected: \"address\": a text)"));
        }
    }

    @Test
    void an_address_has_a_limit_in_bytes() {
        String limit = "é".repeat(32);
        assertThat(refusal(reader, "{'type':'publish','address':'" + limit + "x'}"))
                .isEqualTo(Frame.Err.of(
                        FailCode.TOO_LARGE,
                        "address of 65 bytes: \"" + limit + "x\" (expected: at most 64, limits.maxAddress)"));
        assertThat(refusal(reader, "{'type':'send','address':'a','replyAddress':'" + limit + "x'}"))
                .isEqualTo(Frame.Err.of(
                                FailCode.TOO_LARGE,
                                "replyAddress of 65 bytes: \"" + limit
                                        + "x\" (expected: at most 64, limits.maxAddress)")
                        .to(limit + "x", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'42'", "true", "1.5", "42.0", "2147483648", "1e3", "{}", "[1]"})
    void a_failure_code_is_an_integer(String code) {
        assertThat(refusal(reader, "{'type':'send','address':'a','failureCode':" + code + "}"))
                .matches(e -> e.code() == FailCode.MALFORMED)
                .matches(e -> e.message().startsWith("failureCode is "))
                .matches(e -> e.message().endsWith(" (expected: a whole number from -2147483648 to 2147483647)"));
    }

    @Test
    void what_is_wrong_with_a_request_is_told_to_its_reply_address_wherever_that_stands() {
        for (String json : new String[] {
            "{'type':'send','address':'a','headers':7,'replyAddress':'r'}",
            "{'headers':{'x':null},'replyAddress':'r','type':'send','address':'a'}",
            "{'type':'send','headers':{'timeout':0},'address':'a','replyAddress':'r'}",
            "{'type':'send','headers':{'h':'" + "x".repeat(300) + "'},'address':'a','replyAddress':'r'}"
        }) {
            Frame.Err err = refusal(reader, json);
            assertThat(err.address()).as(json).isEqualTo("r");
            assertThat(err.sourceAddress()).as(json).isEqualTo("a");
        }
    }

    @Test
    void what_is_wrong_with_a_publication_is_told_to_no_address() {
        Frame.Err err = refusal(reader, "{'type':'publish','address':'a','headers':7,'replyAddress':'r'}");
        assertThat(err.address()).isNull();
        assertThat(err.sourceAddress()).isNull();
    }

    @Test
    void what_is_wrong_with_a_registration_is_told_to_its_label_where_it_has_one() {
        String json = "{'type':'register','address':'a','headers':7,'replyAddress':'r'}";
        assertThat(refusal(reader, json).address()).isNull();
        assertThat(refusal(confirming, json))
                .isEqualTo(Frame.Err.of(FailCode.MALFORMED, "headers are 7 (expected: an object)")
                        .to("r", "a"));
    }
}
