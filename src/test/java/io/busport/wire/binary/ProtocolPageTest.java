package io.busport.wire.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.FailCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/protocol.md} says what the code does. */
class ProtocolPageTest {
    private static final Pattern TABLE_ROW =
            Pattern.compile("(?m)^\\| (\\d+) \\| `?(\\w+)`? \\| (?:\\w+ \\| (\\p{XDigit}{2}) \\|)?");

    static Stream<ProtocolPage.Block> examples() {
        return ProtocolPage.blocks("vector").stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_is_a_test_vector(ProtocolPage.Block example) {
        assertThat(Vector.hex(example.text()))
                .isEqualTo(Vector.named(example.name()).bytes());
    }

    @Test
    void every_kind_of_frame_has_an_example() {
        Set<Integer> kinds = new HashSet<>();
        examples()
                .map(b -> Vector.hex(b.text()))
                .filter(bytes -> bytes.length > 2)
                .forEach(b -> kinds.add(b[1] & 0x0F));
        assertThat(kinds)
                .contains(
                        Layout.PING,
                        Layout.PONG,
                        Layout.REGISTER,
                        Layout.PUBLISH,
                        Layout.SEND,
                        Layout.MESSAGE,
                        Layout.ERR,
                        Layout.CONTROL,
                        Layout.ACK);
    }

    @Test
    void the_table_of_kinds_has_the_numbers_and_flags() {
        List<String> rows = rows().filter(row -> row.group(3) != null)
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();
        assertThat(rows)
                .isEqualTo(IntStream.rangeClosed(Layout.PING, Layout.ACK)
                        .mapToObj(kind -> "%d %s %02X".formatted(kind, Layout.name(kind), Layout.flags(kind)))
                        .toList());
    }

    @Test
    void the_table_of_fail_codes_has_all_of_them() {
        List<String> rows = rows().filter(row -> row.group().contains("`"))
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(Stream.of(FailCode.values())
                        .map(code -> FailNumber.of(code) + " " + code.word())
                        .toList());
    }

    private static Stream<MatchResult> rows() {
        return TABLE_ROW.matcher(ProtocolPage.text()).results();
    }
}
