package io.busport.wire.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BridgeEncoderTest {
    private final BridgeEncoder encoder = new BridgeEncoder();

    @Test
    void a_pong_to_the_byte() throws WireException {
        assertThat(bytes(Frame.Pong.PONG))
                .isEqualTo(Buffer.buffer(new byte[] {0, 0, 0, 0x0F}).appendString("{\"type\":\"pong\"}"));
    }

    static Stream<Frame> officialFrames() {
        Headers headers = Headers.of("a", "1", "b\n", "é");
        Stream<Frame> messages = Stream.of(
                        null,
                        "hello",
                        "안녕 \"\n\u0001 😀 \uD800",
                        1,
                        3_000_000_000L,
                        1.1,
                        Double.NaN,
                        true,
                        new JsonObject().put("a", new JsonArray().add(1).addNull()),
                        new JsonArray(),
                        Buffer.buffer(new byte[] {0, 1, 2, -1}),
                        new byte[] {0, 1, 2, -1},
                        Instant.EPOCH,
                        TimeUnit.SECONDS,
                        List.of(1, "x"))
                .flatMap(body -> Stream.of(
                        new Frame.Message("news", null, Headers.NONE, body, false),
                        new Frame.Message("news", "__vertx.reply.1", headers, body, true)));
        Stream<Frame> failures = Stream.of(
                failed(FailCode.NO_HANDLERS, -1, "No handlers for address echo"),
                failed(FailCode.TIMEOUT, -1, "Timed out after waiting 200(ms) for a reply."),
                failed(FailCode.RECIPIENT_FAILURE, 42, "no \"\n"),
                failed(FailCode.RECIPIENT_FAILURE, -7, null));
        return Stream.of(messages, failures, Stream.of(Frame.Pong.PONG)).flatMap(s -> s);
    }

    @ParameterizedTest
    @MethodSource("officialFrames")
    void frames_are_those_of_the_official_bridge(Frame frame) throws WireException {
        assertThat(bytes(frame)).isEqualTo(Official.bytes(frame));
    }

    @Test
    void a_message_as_text() throws WireException {
        assertThat(json(new Frame.Message("news", "r", Headers.of("h", "v"), 1, true)))
                .isEqualTo(
                        "{\"type\":\"message\",\"address\":\"news\",\"replyAddress\":\"r\",\"headers\":{\"h\":\"v\"},"
                                + "\"body\":1,\"send\":true}");
        assertThat(json(new Frame.Message("news", null, Headers.NONE, null, false)))
                .isEqualTo("{\"type\":\"message\",\"address\":\"news\",\"headers\":{},\"send\":false}");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailCode.class,
            names = {"DENIED", "MISSING_ADDRESS", "UNKNOWN_ADDRESS", "UNKNOWN_TYPE"})
    void errors_that_the_official_bridge_has_are_one_word(FailCode code) throws WireException {
        Frame.Err err = Frame.Err.of(code, "a sentence");
        assertThat(bytes(err)).isEqualTo(Official.bytes(err));
        assertThat(json(err)).isEqualTo("{\"type\":\"err\",\"message\":\"" + code.word() + "\"}");
    }

    @Test
    void a_refused_request_has_no_address_as_with_the_official_bridge() throws WireException {
        Frame.Err err = Frame.Err.of(FailCode.DENIED, "a sentence").to("r", "echo");
        assertThat(bytes(err)).isEqualTo(Official.bytes(err));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailCode.class,
            names = {"MALFORMED", "TOO_LARGE", "TOO_MANY", "NOT_WRITABLE", "CLOSING", "INTERNAL"})
    void errors_that_the_official_bridge_has_not_are_a_word_and_a_sentence(FailCode code) throws WireException {
        assertThat(json(Frame.Err.of(code, "a \"sentence\"")))
                .isEqualTo("{\"type\":\"err\",\"message\":\"" + code.word() + "\",\"detail\":\"a \\\"sentence\\\"\"}");
    }

    @Test
    void a_request_that_fails_here_is_told_as_one_that_failed_on_the_bus() throws WireException {
        assertThat(json(Frame.Err.of(FailCode.MALFORMED, "a sentence").to("r", "echo")))
                .isEqualTo("{\"type\":\"err\",\"address\":\"r\",\"sourceAddress\":\"echo\",\"failureCode\":-1,"
                        + "\"failureType\":\"ERROR\",\"message\":\"a sentence\"}");
        assertThat(json(Frame.Err.of(FailCode.NOT_WRITABLE, "a sentence").to("r", null)))
                .contains("\"address\":\"r\",\"sourceAddress\":null,");
    }

    @Test
    void frames_follow_each_other_in_the_buffer() throws WireException {
        Buffer out = Buffer.buffer("x");
        encoder.encode(Frame.Pong.PONG, out);
        encoder.encode(Frame.Message.of("a", 1), out);
        assertThat(out)
                .isEqualTo(Buffer.buffer("x")
                        .appendBuffer(bytes(Frame.Pong.PONG))
                        .appendBuffer(bytes(Frame.Message.of("a", 1))));
    }

    @Test
    void a_body_that_cannot_be_written_leaves_nothing_behind() throws WireException {
        Frame unwritable = Frame.Message.of(
                "a", new JsonObject().put("long", "x".repeat(9000)).put("c", 'x'));
        Buffer out = Buffer.buffer("x");
        assertThatThrownBy(() -> encoder.encode(unwritable, out))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.err().code()).isEqualTo(FailCode.NOT_WRITABLE))
                .hasMessageStartingWith("a body of io.vertx.core.json.JsonObject with java.lang.Character in it");
        assertThat(out.toString()).isEqualTo("x");
        assertThat(json(Frame.Pong.PONG)).isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    void a_body_that_fails_while_it_is_written_is_refused() {
        Frame failing = Frame.Message.of("a", new Failing());
        Buffer out = Buffer.buffer();
        assertThatThrownBy(() -> encoder.encode(failing, out))
                .isInstanceOf(WireException.class)
                .hasMessage("a body of " + Failing.class.getName()
                        + " cannot be written as JSON: java.lang.IllegalStateException: changed meanwhile");
        assertThat(out.length()).isZero();
    }

    @Test
    void a_frame_of_the_other_direction_is_a_mistake() {
        assertThatThrownBy(() -> bytes(new Frame.Register("a", null))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Frame failed(FailCode code, int number, @Nullable String message) {
        return new Frame.Err(code, "a sentence", "r", "echo", new Frame.Failure(number, message));
    }

    private String json(Frame frame) throws WireException {
        Buffer bytes = bytes(frame);
        assertThat(bytes.getInt(0)).isEqualTo(bytes.length() - 4);
        return bytes.getString(4, bytes.length(), UTF_8.name());
    }

    private Buffer bytes(Frame frame) throws WireException {
        Buffer out = Buffer.buffer();
        encoder.encode(frame, out);
        return out;
    }

    /** As a list that another thread writes to. */
    private static final class Failing extends AbstractList<Object> {
        @Override
        public Object get(int index) {
            throw new IllegalStateException("changed meanwhile");
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
