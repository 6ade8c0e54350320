package io.busport.wire.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDecoderTest {
    private static final byte[] STREAM = "hello\r\n안녕하세요\n\n😀 é\r\r\n\r\nlast".getBytes(UTF_8);
    private static final List<String> MESSAGES = List.of("hello", "안녕하세요", "", "😀 é\r", "", "last");

    private final TextDecoder decoder = new TextDecoder("messages", 16);

    @Test
    void messages_are_the_same_when_fed_byte_by_byte() {
        assertThat(decode(1 << 10, cutEvery(STREAM, 1))).isEqualTo(MESSAGES);
    }

    @Test
    void messages_are_the_same_at_every_pair_of_cut_points() {
        for (int i = 0; i <= STREAM.length; i++) {
            for (int j = i; j <= STREAM.length; j++) {
                List<byte[]> chunks = List.of(
                        Arrays.copyOfRange(STREAM, 0, i),
                        Arrays.copyOfRange(STREAM, i, j),
                        Arrays.copyOfRange(STREAM, j, STREAM.length));
                assertThat(decode(1 << 10, chunks)).as("cut at %d and %d", i, j).isEqualTo(MESSAGES);
            }
        }
    }

    @Test
    void a_message_carries_its_address_and_its_size_without_the_line_end() throws WireException {
        feed("한\r\n");
        assertThat(decoder.next()).isEqualTo(Frame.Send.of("messages", "한", 3));
    }

    @Test
    void a_quiet_time_ends_a_message() throws WireException {
        feed("hello");
        assertThat(decoder.next()).isNull();
        assertThat(text(decoder.flush())).isEqualTo("hello");
        assertThat(decoder.hasRest()).isFalse();
        assertThat(decoder.flush()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "한", "😀"})
    void a_quiet_time_inside_a_character_keeps_its_beginning_for_the_next_message(String character)
            throws WireException {
        byte[] bytes = character.getBytes(UTF_8);
        for (int cut = 1; cut < bytes.length; cut++) {
            TextDecoder d = new TextDecoder("messages", 16);
            d.feed(Buffer.buffer("ab"));
            d.feed(Buffer.buffer(Arrays.copyOf(bytes, cut)));
            assertThat(text(d.flush())).as("cut at %d", cut).isEqualTo("ab");
            assertThat(d.flush()).isNull();
            assertThat(d.hasRest()).isTrue();
            d.feed(Buffer.buffer(Arrays.copyOfRange(bytes, cut, bytes.length)).appendString("c"));
            assertThat(text(d.flush())).as("cut at %d", cut).isEqualTo(character + "c");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xC0, 0xC1, 0xF5, 0xFE, 0xFF})
    void a_byte_that_begins_no_character_does_not_wait_for_the_rest_of_one(int value) {
        decoder.feed(Buffer.buffer(new byte[] {'a', (byte) value}));
        assertThat(outcome(decoder::flush)).startsWith("!not UTF-8: byte 0x%02X at position 1 of 2".formatted(value));
        assertThat(decoder.hasRest()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void a_line_end_that_comes_after_the_quiet_time_ends_nothing_new(String lineEnd) throws WireException {
        feed("hello");
        assertThat(text(decoder.flush())).isEqualTo("hello");
        for (int i = 0; i < lineEnd.length(); i++) {
            feed(lineEnd.substring(i, i + 1));
            assertThat(decoder.next()).isNull();
            assertThat(decoder.flush()).isNull();
        }
        feed("\nnext\n");
        assertThat(text(decoder.next())).as("an empty line of its own").isEmpty();
        assertThat(text(decoder.next())).isEqualTo("next");
    }

    @Test
    void a_line_end_cut_in_two_by_the_quiet_time_is_one_line_end() throws WireException {
        feed("hello\r");
        assertThat(text(decoder.flush())).isEqualTo("hello");
        feed("\nnext\n");
        assertThat(text(decoder.next())).isEqualTo("next");
    }

    @Test
    void at_the_end_nothing_is_left_over_not_even_a_late_carriage_return() throws WireException {
        feed("hello");
        assertThat(text(decoder.flush())).isEqualTo("hello");
        feed("\r");
        assertThat(decoder.next()).isNull();
        assertThat(decoder.finish()).isNull();
        assertThat(decoder.hasRest()).isFalse();
    }

    @Test
    void at_the_end_half_a_character_is_an_error() {
        decoder.feed(Buffer.buffer(new byte[] {'a', (byte) 0xED, (byte) 0x95}));
        assertThat(outcome(decoder::finish)).startsWith("!not UTF-8: byte 0xED at position 1 of 3");
        assertThat(decoder.hasRest()).isFalse();
    }

    @Test
    void after_a_line_that_is_no_utf8_the_next_one_is_read() {
        decoder.feed(Buffer.buffer(new byte[] {'o', 'k', '\n', 'x', (byte) 0xFF, '\n', 'o', 'k', '\n'}));
        assertThat(outcome(decoder::next)).isEqualTo("ok");
        assertThat(outcome(decoder::next))
                .isEqualTo("!not UTF-8: byte 0xFF at position 1 of 2 (expected: text in UTF-8)");
        assertThat(outcome(decoder::next)).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ED A0 80", "C0 AF", "E0 80 80", "F4 90 80 80", "E2 82"})
    void surrogates_overlong_forms_and_beginnings_are_no_utf8(String hex) {
        for (String b : hex.split(" ")) {
            decoder.feed(Buffer.buffer(new byte[] {(byte) Integer.parseInt(b, 16)}));
        }
        feed("\n");
        assertThat(outcome(decoder::next)).startsWith("!not UTF-8");
    }

    @Test
    void a_replacement_character_that_was_sent_as_such_is_text() throws WireException {
        feed("a\uFFFDb\n");
        assertThat(text(decoder.next())).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void the_longest_line_is_taken_whole_with_either_line_end_and_in_any_pieces(String lineEnd) {
        byte[] bytes = ("a".repeat(16) + lineEnd).getBytes(UTF_8);
        for (int size = 1; size <= bytes.length; size++) {
            assertThat(decode(16, cutEvery(bytes, size))).containsExactly("a".repeat(16));
        }
    }

    @Test
    void a_line_one_byte_too_long_ends_the_connection_in_any_pieces() {
        byte[] bytes = ("ok\n" + "a".repeat(17) + "\nnever\n").getBytes(UTF_8);
        for (int size = 1; size <= bytes.length; size++) {
            assertThat(decode(16, cutEvery(bytes, size)))
                    .as("pieces of %d", size)
                    .containsExactly("ok", "!!line too long: more than 16 bytes without a line end (text.maxLine)");
        }
    }

    @Test
    void a_line_that_never_ends_is_refused_before_it_ends() {
        assertThat(decode(16, cutEvery("a".repeat(18).getBytes(UTF_8), 1)))
                .containsExactly("!!line too long: more than 16 bytes without a line end (text.maxLine)");
    }

    private void feed(String text) {
        decoder.feed(Buffer.buffer(text));
    }

    private static @Nullable String text(Frame.@Nullable Send send) {
        return send == null ? null : String.valueOf(send.body());
    }

    // --- shared with the fuzz test

    interface Source {
        Frame.@Nullable Send take() throws WireException;
    }

    /** The text of a message, {@code !} and {@code !!} for errors of one message and of the connection, null for nothing yet. */
    static @Nullable String outcome(Source source) {
        try {
            return text(source.take());
        } catch (WireException e) {
            return (e.isFatal() ? "!!" : "!") + e.getMessage();
        }
    }

    /** Everything these reads give, up to and with the first error that ends the connection. */
    static List<String> decode(int maxLine, List<byte[]> reads) {
        TextDecoder decoder = new TextDecoder("messages", maxLine);
        List<String> all = new ArrayList<>();
        for (byte[] read : reads) {
            decoder.feed(Buffer.buffer(read));
            if (!takeAll(decoder, all)) {
                return all;
            }
        }
        String last = decoder.hasRest() ? outcome(decoder::finish) : null;
        if (last != null) {
            all.add(last);
        }
        return all;
    }

    /** @return false when the connection has to end */
    static boolean takeAll(TextDecoder decoder, List<String> all) {
        for (String next; (next = outcome(decoder::next)) != null; ) {
            all.add(next);
            if (next.startsWith("!!")) {
                return false;
            }
        }
        return true;
    }

    static List<byte[]> cutEvery(byte[] bytes, int size) {
        List<byte[]> chunks = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += size) {
            chunks.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)));
        }
        return chunks;
    }
}
