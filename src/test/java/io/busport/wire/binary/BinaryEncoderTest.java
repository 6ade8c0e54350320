package io.busport.wire.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryEncoderTest {
    private final BinaryEncoder encoder = new BinaryEncoder();
    private final Buffer out = Buffer.buffer("before");

    /** What a service may answer with and nothing on the wire is. */
    record Order(int id) {}

    @Test
    void the_preface_is_magic_and_version() {
        BinaryEncoder.preface(out);
        assertThat(out.getBuffer(6, 8)).isEqualTo(Buffer.buffer(new byte[] {(byte) 0xB5, 1}));
        assertThat(out.length()).isEqualTo(8);
    }

    static Stream<Arguments> json() {
        return Stream.of(
                Arguments.of(
                        Map.of("a", List.of(1, 2)),
                        new JsonObject().put("a", new JsonArray().add(1).add(2))),
                Arguments.of(List.of("é"), new JsonArray().add("é")),
                Arguments.of(Instant.EPOCH, "1970-01-01T00:00:00Z"),
                Arguments.of(FailCode.DENIED, "DENIED"),
                Arguments.of((short) 7, 7),
                Arguments.of(1.5f, 1.5),
                Arguments.of(Double.NaN, "NaN"),
                Arguments.of(new JsonObject().put("b", Buffer.buffer("hi")), new JsonObject().put("b", "aGk")));
    }

    @ParameterizedTest
    @MethodSource("json")
    void values_without_a_type_of_their_own_are_json(Object body, Object read) throws WireException {
        byte[] frame = Binary.encode(Frame.Message.of("a", body));
        assertThat(frame[1]).isEqualTo((byte) 0x27);
        assertThat(Binary.readAll(List.of(Binary.stream(frame)))).containsExactly(Frame.Message.of("a", read));
    }

    @Test
    void an_array_of_bytes_is_bytes() throws WireException {
        assertThat(Binary.encode(Frame.Message.of("a", new byte[] {1, 2})))
                .isEqualTo(Binary.encode(Frame.Message.of("a", Buffer.buffer(new byte[] {1, 2}))));
    }

    static Stream<Object> unwritable() {
        JsonObject itself = new JsonObject();
        return Stream.of(
                new Order(1),
                'c',
                Optional.of("text"),
                new JsonObject().put("order", new Object()),
                Map.of(1, "a"),
                itself.put("a", itself));
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void a_body_that_cannot_be_written_leaves_no_trace(Object body) throws WireException {
        Frame.Message message = Frame.Message.of("a", body);
        for (int i = 0; i < 2; i++) {
            assertThat(encoder.sizeOf(message)).isZero();
            assertThatThrownBy(() -> encoder.encode(message, out)).isInstanceOfSatisfying(WireException.class, e -> {
                assertThat(e.isFatal()).isFalse();
                assertThat(e.err().code()).isEqualTo(FailCode.NOT_WRITABLE);
                assertThat(e.err().message()).contains("cannot be written");
            });
        }
        assertThat(out).isEqualTo(Buffer.buffer("before"));
        encoder.encode(Frame.Message.of("a", null), out);
        assertThat(out).isEqualTo(Buffer.buffer("before").appendBytes(new byte[] {4, 7, 0, 1, 'a'}));
    }

    @Test
    void a_body_that_cannot_be_written_is_named() {
        assertThatThrownBy(() -> encoder.encode(Frame.Message.of("a", new Order(1)), out))
                .hasMessage("a body of io.busport.wire.binary.BinaryEncoderTest$Order cannot be written"
                        + " (expected: text, number, boolean, JSON or bytes)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 4096, 4097, 20_000, 200_000})
    void the_size_told_is_the_size_written(int size) throws WireException {
        for (Object body :
                List.of("é".repeat(size), Buffer.buffer(new byte[size]), new JsonArray().add("x".repeat(size)))) {
            for (Frame frame : List.of(
                    Frame.Message.of("메시지", body),
                    Frame.Send.of("a", body, 0),
                    new Frame.Publish("a", Headers.of("b", "c"), body, true, 0))) {
                int told = encoder.sizeOf(frame);
                Buffer written = Buffer.buffer();
                encoder.encode(frame, written);
                assertThat(told).isEqualTo(written.length());
                assertThat(written.getBytes()).isEqualTo(Binary.encode(frame));
            }
        }
    }

    /** The body is changed in between, which nobody may do: so it shows whether it was looked at again. */
    @ParameterizedTest
    @ValueSource(ints = {10, 60_000})
    void the_same_message_again_is_a_copy(int size) throws WireException {
        JsonArray body = new JsonArray().add("x".repeat(size));
        Frame.Message message = Frame.Message.of("a", body);
        Buffer first = encoded(message);
        var unused = body.add("more");
        assertThat(encoded(message)).isEqualTo(first);
        assertThat(encoded(Frame.Message.of("a", body))).isNotEqualTo(first);
        assertThat(encoded(message)).isNotEqualTo(first);
    }

    @Test
    void a_long_message_and_what_is_no_message_are_not_kept() throws WireException {
        JsonArray body = new JsonArray().add("x".repeat(70_000));
        for (Frame frame : List.of(Frame.Message.of("a", body), new Frame.Publish("a", Headers.NONE, body, false, 0))) {
            Buffer first = encoded(frame);
            var unused = body.add("more");
            assertThat(encoded(frame)).isNotEqualTo(first);
        }
    }

    @Test
    void many_headers_before_a_frame_of_few() throws WireException {
        String[] texts = new String[2000];
        Arrays.fill(texts, "h".repeat(50));
        Frame many = new Frame.Message("a", null, Headers.of(texts), "x", true);
        assertThat(encoded(many).length()).isGreaterThan(100_000);
        assertThat(encoded(Frame.Ping.PING)).isEqualTo(Buffer.buffer(new byte[] {2, 1, 0}));
        assertThat(encoded(many).length()).isGreaterThan(100_000);
    }

    @Test
    void a_timeout_of_more_than_a_day_is_a_day() throws WireException {
        Frame frame = new Frame.Send("a", null, Headers.NONE, null, null, Long.MAX_VALUE, false, 0);
        assertThat(Binary.readAll(List.of(Binary.stream(Binary.encode(frame)))))
                .containsExactly(new Frame.Send("a", null, Headers.NONE, null, null, 86_400_000, false, 9));
    }

    private Buffer encoded(Frame frame) throws WireException {
        Buffer own = Buffer.buffer();
        encoder.encode(frame, own);
        return own;
    }
}
