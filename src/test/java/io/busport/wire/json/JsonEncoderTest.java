package io.busport.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the encoder keeps, and what it knows of a frame before it writes it. */
class JsonEncoderTest {
    private final JsonEncoder encoder = new GatewayEncoder(Framing.LINE) {
        @Override
        protected void err(Frame.Err err, JsonBytes out) {
            ErrWriter.word(err.code(), out);
        }
    };

    /** Whether a message was written again shows in a body that has changed meanwhile. */
    private final JsonArray body = new JsonArray();

    @Test
    void the_same_message_is_written_once_and_copied_for_the_others() throws WireException {
        Frame message = Frame.Message.of("a", body);
        String first = written(message);
        body.add(1);
        assertThat(written(message)).isEqualTo(first);
        assertThat(written(message)).isEqualTo(first);
    }

    @Test
    void an_equal_message_is_another_one() throws WireException {
        String first = written(Frame.Message.of("a", body));
        body.add(1);
        assertThat(written(Frame.Message.of("a", body))).isNotEqualTo(first).contains("[1]");
    }

    @Test
    void anything_written_in_between_is_the_end_of_the_copy() throws WireException {
        Frame message = Frame.Message.of("a", body);
        for (Frame other : List.of(Frame.Pong.PONG, Frame.Err.of(FailCode.DENIED, "no"), Frame.Message.of("a", "b"))) {
            String first = written(message);
            body.add(1);
            assertThat(written(other)).isNotEqualTo(first);
            assertThat(written(message)).isNotEqualTo(first).endsWith("1],\"send\":true}\n");
        }
    }

    @Test
    void so_is_a_message_that_could_not_be_written() throws WireException {
        Frame message = Frame.Message.of("a", body);
        String first = written(message);
        body.add(1);
        assertThatThrownBy(() -> written(Frame.Message.of("a", 'x'))).isInstanceOf(WireException.class);
        assertThat(written(message)).isNotEqualTo(first).contains("[1]");
    }

    @Test
    void a_large_message_is_not_kept() throws WireException {
        body.add("x".repeat(64 << 10));
        Frame message = Frame.Message.of("a", body);
        String first = written(message);
        body.add(1);
        assertThat(written(message)).isNotEqualTo(first);
    }

    @Test
    void the_size_of_a_long_body_is_known_before_it_is_written() throws WireException {
        for (String part : List.of("a", "é", "한", "😀", "\n", "\"", "\u0001")) {
            requireSize(new Frame.Message("a", "r", Headers.of("h\n", "é"), part.repeat(5000), false));
        }
        for (int length = 0; length < 10; length++) {
            requireSize(Frame.Message.of("a\"", Buffer.buffer(new byte[length])));
        }
        requireSize(Frame.Message.of("a", Buffer.buffer(new byte[100_000])));
    }

    private void requireSize(Frame.Message frame) throws WireException {
        int size = encoder.sizeOf(frame);
        int length = bytes(frame).length();
        assertThat(size).isBetween(length, length + 32);
    }

    @Test
    void the_size_of_anything_else_is_not_known_until_it_was_written() throws WireException {
        Frame message = Frame.Message.of("a", new JsonObject().put("a", "한"));
        assertThat(encoder.sizeOf(message)).isZero();
        assertThat(encoder.sizeOf(Frame.Message.of("a", null))).isZero();
        assertThat(encoder.sizeOf(Frame.Message.of("a", "short"))).isZero();
        assertThat(encoder.sizeOf(Frame.Pong.PONG)).isZero();
        assertThat(encoder.sizeOf(Frame.Err.of(FailCode.DENIED, "x".repeat(10_000))))
                .isZero();
        int length = bytes(message).length();
        assertThat(encoder.sizeOf(message)).isEqualTo(length);
    }

    private String written(Frame frame) throws WireException {
        return bytes(frame).toString();
    }

    private Buffer bytes(Frame frame) throws WireException {
        Buffer out = Buffer.buffer();
        encoder.encode(frame, out);
        return out;
    }
}
