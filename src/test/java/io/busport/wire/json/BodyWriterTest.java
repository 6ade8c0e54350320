package io.busport.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.wire.FailCode;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies are written byte for byte as Vert.x writes them with the core of Jackson. */
class BodyWriterTest {
    private static final JacksonCodec VERTX = new JacksonCodec();

    static Stream<Object> bodies() {
        return Stream.of(
                "",
                "hello",
                "안녕 é 😀 \u007F\u0080\u07FF\u0800\uFFFF \u2028/",
                "\"\\\b\f\n\r\t\u0000\u0001\u001F",
                "half \uD800 a pair \uDC00, and \uD83D at the end \uD83D",
                true,
                false,
                0,
                -1,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                (short) -7,
                (byte) -128,
                1.1f,
                3.4e38f,
                Float.NaN,
                Float.NEGATIVE_INFINITY,
                1.1,
                100.0,
                -0.0,
                1e-7,
                1e21,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                new BigInteger("123456789012345678901234567890"),
                new BigDecimal("1.10"),
                new BigDecimal("1E+400"),
                new AtomicLong(7),
                Buffer.buffer(),
                Buffer.buffer(new byte[] {0, 1, 2, -1}),
                new byte[] {0, 1, 2, -1},
                new byte[] {-5, -17, -1, 1},
                Instant.EPOCH,
                Instant.parse("2024-02-29T12:00:00.123456789Z"),
                TimeUnit.SECONDS,
                new JsonObject(),
                new JsonArray(),
                new JsonObject()
                        .put("a", 1)
                        .putNull("b")
                        .put("\"\n", new JsonArray().add(1.5).addNull()),
                new JsonArray().add(new JsonObject().put("at", Instant.EPOCH)).add(Buffer.buffer("x")),
                Map.of(),
                Map.of("k", List.of(1, Map.of("x", new byte[] {1}))),
                List.of(),
                Arrays.asList(1, null, "x", TimeUnit.DAYS, List.of(List.of())));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_body_is_written_as_vertx_writes_it(Object body) throws WireException {
        assertThat(written(body)).isEqualTo(Buffer.buffer(VERTX.toString(body, false)));
    }

    @Test
    void texts_are_written_as_vertx_writes_them_whatever_is_in_them() throws WireException {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(50); i > 0; i--) {
                text.append(
                        switch (random.nextInt(4)) {
                            case 0 -> (char) random.nextInt(0x80);
                            case 1 -> (char) random.nextInt(0x10000);
                            case 2 -> (char) (0xD800 + random.nextInt(0x800));
                            default -> 'x';
                        });
            }
            String any = text.toString();
            Buffer written = written(any);
            assertThat(written).as("seed %d", seed).isEqualTo(Buffer.buffer(VERTX.toString(any, false)));
            assertThat(JsonBytes.lengthOf(any)).as("seed %d", seed).isGreaterThanOrEqualTo(written.length());
        }
    }

    @Test
    void the_length_of_a_text_is_known_before_it_is_written() throws WireException {
        for (String text : List.of("", "a", "é", "한", "😀", "\n", "\"\\", "\u0001\u001F", "a한\u0000😀é\r")) {
            assertThat(JsonBytes.lengthOf(text))
                    .as(text)
                    .isEqualTo(written(text).length());
        }
    }

    @Test
    void a_body_may_be_999_levels_deep_as_where_it_is_read() throws WireException {
        assertThat(written(nested(999)).toString()).isEqualTo("[".repeat(999) + "]".repeat(999));
        assertThatThrownBy(() -> written(nested(1000)))
                .hasMessage("a body of java.util.ArrayList of more than 1000 levels cannot be written as JSON "
                        + "(expected: JSON, map, list, text, number, bytes or time)");
    }

    @Test
    void a_body_that_contains_itself_is_refused() {
        Map<String, Object> snake = new HashMap<>();
        snake.put("tail", new JsonArray().add(new JsonObject(snake)));
        assertThatThrownBy(() -> written(new JsonObject(snake)))
                .hasMessageStartingWith("a body of io.vertx.core.json.JsonObject of more than 1000 levels");
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void what_has_no_json_is_refused_by_name(Object body, String message) {
        assertThatThrownBy(() -> written(body))
                .isInstanceOfSatisfying(WireException.class, e -> {
                    assertThat(e.isFatal()).isFalse();
                    assertThat(e.err().code()).isEqualTo(FailCode.NOT_WRITABLE);
                })
                .hasMessage(message + " cannot be written as JSON "
                        + "(expected: JSON, map, list, text, number, bytes or time)");
    }

    static Stream<Object[]> unwritable() {
        Map<Object, Object> numbers = new LinkedHashMap<>();
        numbers.put(1, 2);
        return Stream.of(
                new Object[] {'x', "a body of java.lang.Character"},
                new Object[] {new UUID(1, 2), "a body of java.util.UUID"},
                new Object[] {Pattern.compile("x"), "a body of java.util.regex.Pattern"},
                new Object[] {new int[] {1}, "a body of [I"},
                new Object[] {
                    new JsonObject().put("id", new UUID(1, 2)),
                    "a body of io.vertx.core.json.JsonObject with java.util.UUID in it"
                },
                new Object[] {numbers, "a body of java.util.LinkedHashMap with a key that is no text"});
    }

    private static List<Object> nested(int levels) {
        List<Object> body = new ArrayList<>();
        for (int i = 1; i < levels; i++) {
            List<Object> outer = new ArrayList<>();
            outer.add(body);
            body = outer;
        }
        return body;
    }

    private static Buffer written(Object body) throws WireException {
        JsonBytes bytes = new JsonBytes();
        BodyWriter.write(body, bytes);
        Buffer out = Buffer.buffer();
        bytes.copyTo(out);
        return out;
    }
}
