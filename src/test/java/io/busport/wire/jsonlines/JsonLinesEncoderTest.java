package io.busport.wire.jsonlines;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonLinesEncoderTest {
    private final JsonLinesEncoder encoder = new JsonLinesEncoder();

    @Test
    void a_frame_is_an_object_and_a_line_end() throws WireException {
        assertThat(line(Frame.Pong.PONG)).isEqualTo("{\"type\":\"pong\"}\n");
        assertThat(line(new Frame.Message("news", "r", Headers.of("h", "v"), "안녕", false)))
                .isEqualTo(
                        "{\"type\":\"message\",\"address\":\"news\",\"replyAddress\":\"r\",\"headers\":{\"h\":\"v\"},"
                                + "\"body\":\"안녕\",\"send\":false}\n");
        assertThat(line(Frame.Message.of("ok", null)))
                .isEqualTo("{\"type\":\"message\",\"address\":\"ok\",\"headers\":{},\"send\":true}\n");
    }

    @Test
    void one_frame_is_one_line_whatever_is_in_it() throws WireException {
        String line = line(new Frame.Message(
                "a\n", "b\r", Headers.of("c\n", "d\r\n"), new JsonObject().put("\n", "\r\n\u2028"), true));
        assertThat(line).endsWith("}\n");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line).doesNotContain("\r");
    }

    @ParameterizedTest
    @EnumSource(FailCode.class)
    void an_error_is_a_word_and_a_sentence(FailCode code) throws WireException {
        String fatal = code.isFinal() ? ",\"fatal\":true" : code == FailCode.TRY_LATER ? ",\"fatal\":false" : "";
        assertThat(line(Frame.Err.of(code, "a \"sentence\"")))
                .isEqualTo(
                        "{\"type\":\"err\",\"message\":\"%1$s\",\"code\":\"%1$s\",\"detail\":\"a \\\"sentence\\\"\"%2$s}\n"
                                .formatted(code.word(), fatal));
    }

    @ParameterizedTest
    @EnumSource(FailCode.class)
    void what_had_a_label_is_told_to_it_refusals_included(FailCode code) throws WireException {
        assertThat(line(Frame.Err.of(code, "a sentence").to("r", "echo")))
                .isEqualTo("{\"type\":\"err\",\"address\":\"r\",\"sourceAddress\":\"echo\",\"failureCode\":-1,"
                        + "\"failureType\":\"%s\",\"message\":\"a sentence\",\"code\":\"%s\",\"detail\":\"a sentence\"}\n"
                                .formatted(code.failureType(), code.word()));
    }

    @Test
    void what_the_consumer_said_is_the_message() throws WireException {
        assertThat(line(new Frame.Err(
                        FailCode.RECIPIENT_FAILURE, "42 sold out", "r", "shop", new Frame.Failure(42, "sold out"))))
                .isEqualTo("{\"type\":\"err\",\"address\":\"r\",\"sourceAddress\":\"shop\",\"failureCode\":42,"
                        + "\"failureType\":\"RECIPIENT_FAILURE\",\"message\":\"sold out\",\"code\":\"recipient_failure\","
                        + "\"detail\":\"42 sold out\"}\n");
        assertThat(line(new Frame.Err(FailCode.RECIPIENT_FAILURE, "42", "r", "shop", new Frame.Failure(42, null))))
                .contains("\"message\":null,");
    }

    private String line(Frame frame) throws WireException {
        Buffer out = Buffer.buffer();
        encoder.encode(frame, out);
        return out.toString();
    }
}
