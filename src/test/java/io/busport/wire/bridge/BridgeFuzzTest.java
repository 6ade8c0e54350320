package io.busport.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.FailCode;
import io.busport.wire.WireLimits;
import io.busport.wire.json.FrameReader;
import io.busport.wire.json.Streams;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random streams in random pieces, against a reader that has the whole stream. The seed is in the message of a failure. */
class BridgeFuzzTest {
    private static final int ROUNDS = 2000;
    private static final int MAX_FRAME = 300;
    private static final WireLimits LIMITS = new WireLimits(MAX_FRAME, 8, 256, 64);
    private static final String[] FRAMES = {
        "{\"type\":\"ping\"}",
        "{\"type\":\"register\",\"address\":\"news\"}",
        "{\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":\"r\",\"body\":{\"한\":[1,2.5,null]}}",
        "{\"type\":\"publish\",\"address\":\"news\",\"headers\":{\"a\":1},\"body\":\"%s\"}".formatted("x".repeat(200)),
        "{\"type\":\"what\"}",
        "{\"type\":",
        ""
    };

    @Test
    void frames_are_the_same_in_whatever_pieces_they_come() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Buffer stream = Buffer.buffer();
            for (int i = random.nextInt(8); i >= 0; i--) {
                stream.appendBuffer(BridgeDecoderTest.framed(FRAMES[random.nextInt(FRAMES.length)]));
            }
            requireSame(stream, random, seed);
        }
    }

    @Test
    void so_are_streams_with_random_faults() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Buffer stream = Buffer.buffer();
            for (int i = random.nextInt(8); i >= 0; i--) {
                stream.appendBuffer(BridgeDecoderTest.framed(FRAMES[random.nextInt(FRAMES.length)]));
            }
            for (int i = random.nextInt(3); i >= 0; i--) {
                stream.setByte(
                        random.nextInt(stream.length()), (byte) (random.nextBoolean() ? 0 : random.nextInt(256)));
            }
            requireSame(stream, random, seed);
        }
    }

    private static void requireSame(Buffer stream, Random random, int seed) {
        List<String> outcomes = Streams.decoded(new BridgeDecoder(LIMITS), Streams.cutAnywhere(stream, random));
        List<String> expected = reference(stream);
        if (!outcomes.equals(expected)) {
            assertThat(outcomes).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static List<String> reference(Buffer stream) {
        List<String> all = new ArrayList<>();
        FrameReader reader = new FrameReader(LIMITS, false);
        for (int at = 0; at + 4 <= stream.length(); ) {
            int length = stream.getInt(at);
            if (length < 0 || length > MAX_FRAME) {
                all.add("!" + (length < 0 ? FailCode.MALFORMED : FailCode.TOO_LARGE));
                return all;
            }
            int from = at + 4;
            if (from + length > stream.length()) {
                return all;
            }
            all.add(Streams.outcome(() -> reader.read(stream.getBytes(from, from + length), 0, length)));
            at = from + length;
        }
        return all;
    }
}
