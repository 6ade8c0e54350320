package io.busport.wire.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.binary.Binary.Refused;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** All test vectors as one stream, refused ones among them, cut wherever a network may cut it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FragmentationTest {
    private static final int ROUNDS = 300;

    private byte[] stream = {};
    private List<Object> whole = List.of();

    @BeforeAll
    void readWhole() {
        stream = Binary.stream(Vector.all().stream()
                .filter(v -> List.of("frame", "reads", "error").contains(v.verdict()))
                .filter(v -> v.bytes().length < 200)
                .map(Vector::bytes)
                .toArray(byte[][]::new));
        whole = Binary.readAll(List.of(stream));
        assertThat(whole).hasSizeGreaterThan(80).hasAtLeastOneElementOfType(Refused.class);
    }

    @Test
    void one_byte_at_a_time() {
        assertThat(Binary.readAll(Binary.cutEvery(stream, 1))).isEqualTo(whole);
    }

    @Test
    void cut_at_every_place() {
        for (int at = 0; at <= stream.length; at++) {
            assertThat(Binary.readAll(Binary.cut(stream, at)))
                    .as("cut at %d", at)
                    .isEqualTo(whole);
        }
    }

    @Test
    void cut_at_random_places_and_pulled_at_random_times() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            int[] cuts = random.ints(random.nextInt(40), 0, stream.length + 1)
                    .sorted()
                    .toArray();
            BinaryDecoder decoder = new BinaryDecoder(Binary.LIMITS);
            List<Object> read = new ArrayList<>();
            for (byte[] piece : Binary.cut(stream, cuts)) {
                decoder.feed(Buffer.buffer(piece));
                if (random.nextBoolean()) {
                    read.addAll(Binary.readAll(decoder));
                }
            }
            read.addAll(Binary.readAll(decoder));
            assertThat(read).as("seed %d", seed).isEqualTo(whole);
            assertThat(decoder.hasRest()).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void a_large_body_comes_together_from_any_pieces() throws WireException {
        byte[] body = new byte[300_000];
        new Random(1).nextBytes(body);
        Frame.Message message = Frame.Message.of("a", Buffer.buffer(body));
        byte[] frames = Binary.stream(Binary.encode(message), Binary.encode(message));
        for (int size : new int[] {1, 7, 1000, 65536, 299_999, 300_003, 400_000}) {
            assertThat(Binary.readAll(Binary.cutEvery(frames, size)))
                    .as("pieces of %d", size)
                    .containsExactly(message, message);
        }
    }

    @Test
    void bodies_handed_out_are_not_overwritten_by_what_comes_after() throws WireException {
        Random random = new Random(7);
        BinaryDecoder decoder = Binary.begun();
        List<byte[]> sent = new ArrayList<>();
        List<Buffer> received = new ArrayList<>();
        Buffer pending = Buffer.buffer();
        for (int i = 0; i < 400; i++) {
            byte[] body = new byte[random.nextInt(i % 10 == 0 ? 70_000 : 3000)];
            Arrays.fill(body, (byte) i);
            sent.add(body);
            pending = pending.appendBytes(Binary.encode(Frame.Message.of("a", Buffer.buffer(body))));
            int cut = random.nextInt(pending.length() + 1);
            decoder.feed(pending.getBuffer(0, cut));
            pending = pending.getBuffer(cut, pending.length());
            Binary.readAll(decoder).forEach(m -> received.add((Buffer) ((Frame.Message) m).body()));
        }
        decoder.feed(pending);
        Binary.readAll(decoder).forEach(m -> received.add((Buffer) ((Frame.Message) m).body()));
        assertThat(received).hasSameSizeAs(sent);
        assertThat(IntStream.range(0, sent.size()))
                .allSatisfy(i -> assertThat(received.get(i).getBytes()).isEqualTo(sent.get(i)));
    }
}
