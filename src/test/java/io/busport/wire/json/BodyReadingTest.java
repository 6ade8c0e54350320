package io.busport.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is, down to the classes inside, what Vert.x makes of the same JSON. */
class BodyReadingTest {
    private static final FrameReader READER = new FrameReader(new WireLimits(1 << 24, 64, 1 << 14, 255), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-0",
                "-0.0",
                "1",
                "-1",
                "2147483647",
                "2147483648",
                "-2147483648",
                "-2147483649",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "-9223372036854775809",
                "123456789012345678901234567890",
                "1.10",
                "1.0",
                "1E2",
                "1e-7",
                "0.1",
                "3.141592653589793238462643383279",
                "1e400",
                "-1e400",
                "1e-400",
                "4.9e-324",
                "\"\"",
                "\"hello\"",
                "\"안녕 é 😀\"",
                "\"\\u0000\\u001f\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"",
                "\"\\ud800\"",
                "\"\\udc00x\"",
                "{}",
                "[]",
                "{\"a\":1}",
                "{\"a\":1,\"b\":2.5,\"c\":null,\"d\":[],\"e\":{}}",
                "{\"a\":1,\"a\":2}",
                "{\"\":{\"\":[{\"x\":[[1]]}]}}",
                "[1,\"2\",3.0,null,true,[],{},[1e400]]",
                "[{\"a\":{\"b\":[9223372036854775808]}}]",
                " /* a comment */ {\"a\": // another\n 1}"
            })
    void a_body_is_what_vertx_makes_of_it(String json) throws WireException {
        String frame = "{\"type\":\"send\",\"address\":\"a\",\"body\":" + json + "}";
        Object body = body(frame);
        assertThat(Values.described(body))
                .isEqualTo(Values.described(new JsonObject(frame).getValue("body")))
                .isEqualTo(Values.described(withTheCoreOnly(frame).getValue("body")));
    }

    @Test
    void numbers_keep_their_kind() throws WireException {
        assertThat(bodyOf("1")).isEqualTo(1);
        assertThat(bodyOf("3000000000")).isEqualTo(3_000_000_000L);
        assertThat(bodyOf("30000000000000000000")).isEqualTo(new BigInteger("30000000000000000000"));
        assertThat(bodyOf("1.10")).isEqualTo(1.1);
        assertThat(bodyOf("1E2")).isEqualTo(100.0);
        assertThat(bodyOf("1e400")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(bodyOf("-0")).isEqualTo(0);
    }

    @Test
    void objects_inside_are_maps_as_vertx_keeps_them() throws WireException {
        JsonObject body = (JsonObject) Objects.requireNonNull(bodyOf("{\"a\":{\"b\":[{}]}}"));
        assertThat(body.getMap().get("a")).isInstanceOf(Map.class);
        assertThat(body.getJsonObject("a").getJsonArray("b")).isEqualTo(new JsonArray().add(new JsonObject()));
    }

    @Test
    void a_body_may_be_999_levels_deep() throws WireException {
        Object body = bodyOf("[".repeat(999) + "]".repeat(999));
        assertThat(body).isInstanceOf(JsonArray.class);
        assertThat(((JsonArray) Objects.requireNonNull(body)).encode()).isEqualTo("[".repeat(999) + "]".repeat(999));
    }

    @Test
    void a_long_text_is_a_body_and_its_size_is_known() throws WireException {
        String text = "é".repeat(1 << 20);
        String json = "{\"type\":\"publish\",\"address\":\"a\",\"body\":\"" + text + "\"}";
        Frame.Publish frame = (Frame.Publish) read(json);
        assertThat(frame.body()).isEqualTo(text);
        assertThat(frame.size()).isEqualTo(json.getBytes(UTF_8).length);
    }

    private static JsonObject withTheCoreOnly(String json) {
        return new JsonObject(asMap(new JacksonCodec().fromString(json, Map.class)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object map) {
        return (Map<String, Object>) map;
    }

    private static @Nullable Object bodyOf(String json) throws WireException {
        return body("{\"type\":\"send\",\"address\":\"a\",\"body\":" + json + "}");
    }

    private static @Nullable Object body(String frame) throws WireException {
        return ((Frame.Send) read(frame)).body();
    }

    private static Frame read(String json) throws WireException {
        byte[] bytes = json.getBytes(UTF_8);
        return READER.read(bytes, 0, bytes.length);
    }
}
