package io.busport.wire.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private final TextEncoder encoder = new TextEncoder();

    @Test
    void a_message_is_its_body_and_a_line_end() {
        assertThat(line("안녕하세요 😀")).isEqualTo("안녕하세요 😀\n");
    }

    @Test
    void a_failure_is_marked() {
        assertThat(encode(Frame.Err.of(FailCode.NO_HANDLERS, "no handlers for x")))
                .isEqualTo("! no handlers for x\n");
    }

    @Test
    void one_frame_is_one_line_whatever_is_in_it() {
        assertThat(line("a\nb\r\nc\r")).isEqualTo("a\\nb\\r\\nc\\r\n");
        assertThat(encode(Frame.Err.of(FailCode.RECIPIENT_FAILURE, "1 a\nb"))).isEqualTo("! 1 a\\nb\n");
        assertThat(line(Buffer.buffer("a\nb"))).isEqualTo("a\\nb\n");
    }

    @Test
    void nothing_is_an_empty_line() {
        assertThat(line(null)).isEqualTo("\n");
        assertThat(line("")).isEqualTo("\n");
    }

    @Test
    void json_that_cannot_be_written_is_a_failure_and_not_an_exception() {
        assertThat(line(new JsonObject().put("thread", Thread.currentThread())))
                .startsWith("! the answer cannot be written as JSON: ")
                .endsWith("\n");
    }

    @Test
    void numbers_truth_json_bytes_and_constants_are_written_as_a_person_expects() {
        assertThat(line(42)).isEqualTo("42\n");
        assertThat(line(2.5)).isEqualTo("2.5\n");
        assertThat(line(true)).isEqualTo("true\n");
        assertThat(line('x')).isEqualTo("x\n");
        assertThat(line(new JsonObject().put("a", 1))).isEqualTo("{\"a\":1}\n");
        assertThat(line(new JsonArray().add("b"))).isEqualTo("[\"b\"]\n");
        assertThat(line(Buffer.buffer("한"))).isEqualTo("한\n");
        assertThat(line(new byte[] {'o', 'k'})).isEqualTo("ok\n");
        assertThat(line(TimeUnit.SECONDS)).isEqualTo("SECONDS\n");
    }

    @Test
    void a_body_that_has_no_text_form_is_a_failure_that_says_so() {
        assertThat(line(List.of(1))).startsWith("! a body of java.util.").endsWith("text, number, JSON or bytes)\n");
    }

    @Test
    void a_frame_of_the_other_direction_is_refused() {
        assertThatThrownBy(() -> encode(Frame.Send.of("a", "b", 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_size_of_a_long_body_is_known_before_it_is_written() {
        for (String part : List.of("a", "é", "한", "😀", "\n\uFFFD")) {
            Frame frame = Frame.Message.of("a", part.repeat(5000).replace("\n", "b"));
            assertThat(encoder.sizeOf(frame)).as(part).isEqualTo(encode(frame).getBytes(UTF_8).length);
        }
        assertThat(encoder.sizeOf(Frame.Message.of("a", Buffer.buffer("ok")))).isEqualTo(3);
        assertThat(encoder.sizeOf(Frame.Message.of("a", null))).isZero();
    }

    @Test
    void frames_are_appended_to_what_is_there() {
        Buffer out = Buffer.buffer("x\n");
        encoder.encode(Frame.Message.of("a", "y"), out);
        assertThat(out.toString()).isEqualTo("x\ny\n");
    }

    private String line(@Nullable Object body) {
        return encode(Frame.Message.of("a", body));
    }

    private String encode(Frame frame) {
        Buffer out = Buffer.buffer();
        encoder.encode(frame, out);
        return out.toString();
    }
}
