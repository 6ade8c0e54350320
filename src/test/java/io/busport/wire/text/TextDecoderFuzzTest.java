package io.busport.wire.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random streams in random pieces, against readers so simple that they are right. The seed is in the message of a failure. */
class TextDecoderFuzzTest {
    private static final int ROUNDS = 3000;
    private static final String[] TEXT = {"a", "bc", " ", "é", "한", "글", "😀", "\uFFFD", "! ", "\t"};
    private static final String[] LINE_ENDS = {"\n", "\r\n", "\r", "\n\n"};

    @Test
    void random_bytes_in_random_pieces_are_read_as_a_simple_reader_reads_them_whole() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] stream = randomStream(random);
            int maxLine = 1 + random.nextInt(60);
            assertThat(shortened(TextDecoderTest.decode(maxLine, randomCuts(stream, random))))
                    .as("seed %d", seed)
                    .isEqualTo(reference(stream, maxLine));
        }
    }

    @Test
    void with_quiet_times_at_any_moment_no_character_is_lost_doubled_or_broken() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(pick(TEXT, random)).append(random.nextInt(4) == 0 ? "\n" : "");
            }
            TextDecoder decoder = new TextDecoder("messages", 1 << 10);
            List<String> messages = new ArrayList<>();
            for (byte[] read : randomCuts(text.toString().getBytes(UTF_8), random)) {
                decoder.feed(Buffer.buffer(read));
                assertThat(TextDecoderTest.takeAll(decoder, messages)).isTrue();
                if (random.nextBoolean()) {
                    add(messages, decoder::flush);
                }
            }
            add(messages, decoder::finish);
            assertThat(String.join("", messages))
                    .as("seed %d", seed)
                    .isEqualTo(text.toString().replace("\n", ""));
            assertThat(decoder.hasRest()).as("seed %d", seed).isFalse();
        }
    }

    private static void add(List<String> messages, TextDecoderTest.Source source) {
        String message = TextDecoderTest.outcome(source);
        if (message != null) {
            messages.add(message);
        }
    }

    private static byte[] randomStream(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = random.nextInt(60); i > 0; i--) {
            switch (random.nextInt(10)) {
                case 0 -> out.write(random.nextInt(256));
                case 1, 2, 3 -> out.writeBytes(pick(LINE_ENDS, random).getBytes(UTF_8));
                default -> out.writeBytes(pick(TEXT, random).getBytes(UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    private static List<byte[]> randomCuts(byte[] stream, Random random) {
        List<byte[]> chunks = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int next = Math.min(stream.length, at + 1 + random.nextInt(20));
            chunks.add(Arrays.copyOfRange(stream, at, next));
            at = next;
        }
        return chunks;
    }

    /** Knows the whole stream: cuts it at every LF, takes one CR away before it, and decodes each line strictly. */
    private static List<String> reference(byte[] stream, int maxLine) {
        List<String> all = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= stream.length; i++) {
            boolean last = i == stream.length;
            if (last ? start == i : stream[i] != '\n') {
                continue;
            }
            int end = i > start && stream[i - 1] == '\r' ? i - 1 : i;
            if (end - start > maxLine) {
                all.add("!!line");
                return all;
            }
            all.add(strict(Arrays.copyOfRange(stream, start, end)));
            start = i + 1;
        }
        return all;
    }

    private static String strict(byte[] line) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
        } catch (CharacterCodingException e) {
            return "!not";
        }
    }

    /** The reference knows which lines are wrong, not how that is worded. */
    private static List<String> shortened(List<String> outcomes) {
        return outcomes.stream()
                .map(o -> o.startsWith("!!line too long") ? "!!line" : o.startsWith("!not UTF-8") ? "!not" : o)
                .toList();
    }
}
