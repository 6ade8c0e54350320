package io.busport.wire.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.busport.wire.json.Streams;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeDecoderTest {
    private static final int MAX_FRAME = 200;
    private static final WireLimits LIMITS = new WireLimits(MAX_FRAME, 8, 256, 64);
    private static final Buffer STREAM = Buffer.buffer()
            .appendBuffer(framed("{\"type\":\"ping\"}"))
            .appendBuffer(framed(""))
            .appendBuffer(framed("{\"type\":\"send\",\"address\":\"é\",\"replyAddress\":\"r\",\"body\":\"한😀\"}"))
            .appendBuffer(framed("{oops}"))
            .appendBuffer(framed("\n{ \"type\" : \"register\", \"address\" : \"news\" }\n"));
    private static final List<String> OUTCOMES = List.of(
            Frame.Ping.PING.toString(),
            "MALFORMED",
            new Frame.Send("é", "r", Headers.NONE, "한😀", null, 0, false, 66).toString(),
            "MALFORMED",
            new Frame.Register("news", null).toString());

    private final BridgeDecoder decoder = new BridgeDecoder(LIMITS);

    @Test
    void a_ping_to_the_byte() throws WireException {
        decoder.feed(Buffer.buffer(new byte[] {
            0, 0, 0, 0x0F, 0x7B, 0x22, 0x74, 0x79, 0x70, 0x65, 0x22, 0x3A, 0x22, 0x70, 0x69, 0x6E, 0x67, 0x22, 0x7D
        }));
        assertThat(decoder.next()).isEqualTo(Frame.Ping.PING);
        assertThat(decoder.next()).isNull();
        assertThat(decoder.hasRest()).isFalse();
    }

    @Test
    void frames_are_the_same_when_fed_byte_by_byte() {
        assertThat(Streams.decoded(decoder, Streams.cutEvery(STREAM, 1))).isEqualTo(OUTCOMES);
        assertThat(decoder.hasRest()).isFalse();
    }

    @Test
    void frames_are_the_same_at_every_pair_of_cut_points() {
        for (int i = 0; i <= STREAM.length(); i++) {
            for (int j = i; j <= STREAM.length(); j++) {
                List<String> outcomes = Streams.decoded(new BridgeDecoder(LIMITS), Streams.cutAt(STREAM, i, j));
                if (!outcomes.equals(OUTCOMES)) {
                    assertThat(outcomes).as("cut at %d and %d", i, j).isEqualTo(OUTCOMES);
                }
            }
        }
    }

    @Test
    void the_label_of_a_registration_has_no_meaning_here() throws WireException {
        decoder.feed(framed("{\"type\":\"register\",\"address\":\"a\",\"replyAddress\":\"r\"}"));
        assertThat(decoder.next()).isEqualTo(new Frame.Register("a", null));
    }

    @Test
    void a_frame_may_be_as_long_as_the_limit_and_not_longer() throws WireException {
        String ping = "{\"type\":\"ping\"}";
        decoder.feed(framed(" ".repeat(MAX_FRAME - ping.length()) + ping));
        assertThat(decoder.next()).isEqualTo(Frame.Ping.PING);
        decoder.feed(Buffer.buffer().appendInt(MAX_FRAME + 1));
        WireException refused = refused();
        assertThat(refused.isFatal()).isTrue();
        assertThat(refused.err())
                .isEqualTo(Frame.Err.of(
                        FailCode.TOO_LARGE, "a frame of 201 bytes (expected: at most 200, limits.maxFrame)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7FFFFFFF, 0x7FFF0000, 0x0F000000, 0x16030100, 0x47455420})
    void a_length_that_nobody_can_mean_is_refused_before_its_bytes_come(int length) {
        decoder.feed(Buffer.buffer().appendInt(length));
        assertThat(refused().err().code()).isEqualTo(FailCode.TOO_LARGE);
        assertThat(refused().isFatal()).as("and again").isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 0x80000010})
    void a_negative_length_is_malformed(int length) {
        decoder.feed(Buffer.buffer().appendInt(length));
        WireException refused = refused();
        assertThat(refused.isFatal()).isTrue();
        assertThat(refused.err())
                .isEqualTo(Frame.Err.of(
                        FailCode.MALFORMED, "a frame of " + length + " bytes (expected: 1 to 200, limits.maxFrame)"));
    }

    @Test
    void an_announced_length_takes_no_memory() throws WireException {
        BridgeDecoder any = new BridgeDecoder(new WireLimits(Integer.MAX_VALUE, 8, 256, 64));
        any.feed(Buffer.buffer().appendInt(Integer.MAX_VALUE).appendString("{"));
        assertThat(any.next()).isNull();
        assertThat(any.hasRest()).isTrue();
    }

    @Test
    void the_frame_after_a_refused_one_is_read() throws WireException {
        decoder.feed(framed("{}").appendBuffer(framed("{\"type\":\"ping\"}")));
        assertThat(refused().err().code()).isEqualTo(FailCode.UNKNOWN_TYPE);
        assertThat(decoder.next()).isEqualTo(Frame.Ping.PING);
    }

    @Test
    void a_body_is_the_frames_own() throws WireException {
        Buffer data = framed("{\"type\":\"send\",\"address\":\"a\",\"body\":\"hello\"}");
        decoder.feed(data);
        Frame.Send frame = (Frame.Send) Objects.requireNonNull(decoder.next());
        data.setBytes(0, new byte[data.length()]);
        assertThat(frame.body()).isEqualTo("hello");
    }

    @Test
    void the_end_of_the_input_between_frames_is_in_order() throws WireException {
        decoder.feed(framed("{\"type\":\"ping\"}"));
        assertThat(decoder.next()).isEqualTo(Frame.Ping.PING);
        assertThat(decoder.finish()).isNull();
    }

    @Test
    void the_end_of_the_input_inside_a_frame_is_told() throws WireException {
        decoder.feed(framed("{\"type\":\"ping\"}").getBuffer(0, 10));
        assertThat(decoder.next()).isNull();
        WireException refused = catchThrowableOfType(WireException.class, decoder::finish);
        assertThat(refused.isFatal()).isTrue();
        assertThat(refused.err())
                .isEqualTo(Frame.Err.of(
                        FailCode.MALFORMED,
                        "the input ended inside a frame, after 10 bytes of it (expected: all of them)"));
    }

    private WireException refused() {
        return catchThrowableOfType(WireException.class, decoder::next);
    }

    static Buffer framed(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return Buffer.buffer().appendInt(bytes.length).appendBytes(bytes);
    }
}
