package io.busport.wire.jsonlines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.busport.wire.json.FrameReader;
import io.busport.wire.json.Streams;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesDecoderTest {
    private static final int MAX_FRAME = 100;
    private static final WireLimits LIMITS = new WireLimits(MAX_FRAME, 8, 256, 64);
    private static final String PING = "{\"type\":\"ping\"}";
    private static final Buffer STREAM = Buffer.buffer(PING + "\r\n\n \t\r\n"
            + "{\"type\":\"send\",\"address\":\"é\",\"replyAddress\":\"r\",\"body\":\"한😀\"}\n"
            + "hello\n{\"type\":\"what\"}\r\n"
            + "  {\"type\":\"register\",\"address\":\"news\",\"replyAddress\":\"ok\"} \n\r\n");
    private static final List<String> OUTCOMES = List.of(
            Frame.Ping.PING.toString(),
            new Frame.Send("é", "r", Headers.NONE, "한😀", null, 0, false, 66).toString(),
            "MALFORMED",
            "UNKNOWN_TYPE",
            new Frame.Register("news", "ok").toString());

    private final JsonLinesDecoder decoder = new JsonLinesDecoder(LIMITS);

    @Test
    void frames_are_the_same_when_fed_byte_by_byte() {
        assertThat(Streams.decoded(decoder, Streams.cutEvery(STREAM, 1))).isEqualTo(OUTCOMES);
        assertThat(decoder.hasRest()).isFalse();
    }

    @Test
    void frames_are_the_same_at_every_pair_of_cut_points() {
        for (int i = 0; i <= STREAM.length(); i++) {
            for (int j = i; j <= STREAM.length(); j++) {
                List<String> outcomes = Streams.decoded(new JsonLinesDecoder(LIMITS), Streams.cutAt(STREAM, i, j));
                if (!outcomes.equals(OUTCOMES)) {
                    assertThat(outcomes).as("cut at %d and %d", i, j).isEqualTo(OUTCOMES);
                }
            }
        }
    }

    @Test
    void random_streams_are_the_same_in_whatever_pieces_they_come() {
        String[] parts = {
            PING, "{", "}", " ", "\n", "\n", "\r\n", "\r", "{\"type\":\"publish\",\"address\":\"é\"}", "x".repeat(40)
        };
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Buffer stream = Buffer.buffer(text.toString());
            List<String> whole = Streams.decoded(new JsonLinesDecoder(LIMITS), List.of(stream));
            List<String> pieces = Streams.decoded(new JsonLinesDecoder(LIMITS), Streams.cutAnywhere(stream, random));
            if (!pieces.equals(whole) || !whole.equals(reference(text.toString()))) {
                assertThat(pieces).as("seed %d", seed).isEqualTo(whole).isEqualTo(reference(text.toString()));
            }
        }
    }

    /** Knows the whole stream. A line without its end is too long from its second byte beyond the limit on: one may be a CR. */
    private static List<String> reference(String stream) {
        List<String> all = new ArrayList<>();
        FrameReader reader = new FrameReader(LIMITS, true);
        String[] lines = stream.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean last = i == lines.length - 1;
            String line = lines[i].endsWith("\r") && !last ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
            if (line.getBytes(UTF_8).length > MAX_FRAME + (last ? 1 : 0)) {
                all.add("!TOO_LARGE");
                return all;
            }
            if (!last && !line.isBlank()) {
                byte[] bytes = line.getBytes(UTF_8);
                all.add(Streams.outcome(() -> reader.read(bytes, 0, bytes.length)));
            }
        }
        return all;
    }

    @Test
    void a_last_line_without_its_end_is_a_frame() throws WireException {
        decoder.feed(Buffer.buffer(PING + "\n" + PING));
        assertThat(decoder.next()).isEqualTo(Frame.Ping.PING);
        assertThat(decoder.next()).isNull();
        assertThat(decoder.hasRest()).isTrue();
        assertThat(decoder.finish()).isEqualTo(Frame.Ping.PING);
        assertThat(decoder.hasRest()).isFalse();
        assertThat(decoder.finish()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r", "  ", "\t\r"})
    void spaces_at_the_end_are_no_frame(String end) throws WireException {
        decoder.feed(Buffer.buffer(PING + "\n" + end));
        assertThat(decoder.next()).isEqualTo(Frame.Ping.PING);
        assertThat(decoder.next()).isNull();
        assertThat(decoder.finish()).isNull();
        assertThat(decoder.hasRest()).isFalse();
    }

    @Test
    void half_a_line_at_the_end_is_told() throws WireException {
        decoder.feed(Buffer.buffer("{\"type\":"));
        assertThat(decoder.next()).isNull();
        WireException refused = catchThrowableOfType(WireException.class, decoder::finish);
        assertThat(refused.err().code()).isEqualTo(FailCode.MALFORMED);
        assertThat(refused.isFatal()).isFalse();
        assertThat(decoder.hasRest()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void a_line_may_be_as_long_as_the_limit_whatever_ends_it(String lineEnd) throws WireException {
        decoder.feed(Buffer.buffer(" ".repeat(MAX_FRAME - PING.length()) + PING + lineEnd));
        assertThat(decoder.next()).isEqualTo(Frame.Ping.PING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void a_longer_line_is_fatal_with_or_without_its_end(String lineEnd) {
        decoder.feed(Buffer.buffer("x".repeat(MAX_FRAME + 2) + lineEnd));
        WireException refused = catchThrowableOfType(WireException.class, decoder::next);
        assertThat(refused.isFatal()).isTrue();
        assertThat(refused.err())
                .isEqualTo(Frame.Err.of(
                        FailCode.TOO_LARGE,
                        "a line of more than 100 bytes (expected: a line end before, limits.maxFrame)"));
    }

    @Test
    void what_a_registration_wants_to_be_told_is_kept() throws WireException {
        decoder.feed(Buffer.buffer("{\"type\":\"unregister\",\"address\":\"a\",\"replyAddress\":7}\n"));
        assertThat(decoder.next()).isEqualTo(new Frame.Unregister("a", "7"));
    }
}
