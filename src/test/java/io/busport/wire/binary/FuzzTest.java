package io.busport.wire.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that nobody meant. Whatever they are, only a {@link WireException} comes of them. The seed is in the message of a failure. */
class FuzzTest {
    private static final int ROUNDS = 20_000;
    private static final byte[] PING = {2, 1, 0};

    @Test
    void after_a_broken_frame_the_next_one_is_read() {
        List<byte[]> frames = Vector.all().stream()
                .filter(v -> !List.of("begins", "fatal").contains(v.verdict()))
                .map(Vector::bytes)
                .filter(bytes -> bytes.length < 300)
                .toList();
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] broken = broken(frames.get(random.nextInt(frames.size())), random);
            List<Object> read = Binary.readAll(List.of(Binary.stream(broken, PING)));
            assertThat(read).as("seed %d", seed).hasSize(2).endsWith(Frame.Ping.PING);
        }
    }

    @Test
    void random_bytes_end_in_frames_or_refusals() throws WireException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            BinaryDecoder decoder = Binary.begun();
            decoder.feed(Buffer.buffer(bytes));
            assertThat(Binary.readAll(decoder)).as("seed %d", seed).hasSizeLessThanOrEqualTo(bytes.length);
        }
    }

    /** The same length, so that where the next frame begins is known; some bytes of the rest are others. */
    private static byte[] broken(byte[] frame, Random random) {
        byte[] broken = frame.clone();
        int from = 1;
        while (broken[from - 1] < 0) {
            from++;
        }
        for (int i = 1 + random.nextInt(3); i > 0 && from < broken.length; i--) {
            int at = from + random.nextInt(broken.length - from);
            broken[at] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(256);
                        case 1 -> broken[at] ^ 1 << random.nextInt(8);
                        case 2 -> 0xFF;
                        default -> broken[at] + 1;
                    };
        }
        return broken;
    }
}
