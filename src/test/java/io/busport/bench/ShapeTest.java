package io.busport.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final byte[] ID = Numbers.id(0x1f);

    @Test
    void an_answer_fits_whatever_its_id_and_number_are() {
        Shape shape = learn(bytes("<r001f|0000000a filler>"));
        byte[] other = bytes("..<r00a0|12345678 filler>..");
        assertThat(shape.fits(other, 2, other.length - 2)).isTrue();
        assertThat(shape.slot(other, 2)).isEqualTo(0xa0);
        assertThat(shape.hasSequence(0x12345678, other, 2)).isTrue();
        assertThat(shape.hasSequence(0x12345679, other, 2)).isFalse();
    }

    @Test
    void the_body_may_come_before_the_id() {
        Shape shape = learn(bytes("{0000000a filler, r001f}"));
        byte[] other = bytes("{0000000b filler, r0001}");
        assertThat(shape.fits(other, 0, other.length)).isTrue();
        assertThat(shape.slot(other, 0)).isEqualTo(1);
    }

    @Test
    void another_byte_anywhere_else_does_not_fit() {
        Shape shape = learn(bytes("<r001f|0000000a filler>"));
        for (String other : new String[] {
            "(r001f|0000000a filler>",
            "<r001f/0000000a filler>",
            "<r001f|0000000a fiLler>",
            "<r001f|0000000a filler)",
            "<r001f|0000000a filler"
        }) {
            assertThat(shape.fits(bytes(other), 0, other.length())).as(other).isFalse();
        }
    }

    @Test
    void nothing_is_learned_where_the_id_stands_twice_or_the_body_not_at_all() {
        assertThat(Shape.learn(bytes("<r001f r001f|0000000a>"), ID, bytes("0000000a")))
                .isNull();
        assertThat(Shape.learn(bytes("<r001f|0000000b>"), ID, bytes("0000000a")))
                .isNull();
        assertThat(Shape.learn(bytes("<0000000a>"), ID, bytes("0000000a"))).isNull();
    }

    @Test
    void what_is_no_id_is_no_slot() {
        assertThat(Numbers.slot("r001f")).isEqualTo(0x1f);
        assertThat(Numbers.slot("x001f")).isEqualTo(-1);
        assertThat(Numbers.slot("r00zz")).isEqualTo(-1);
        assertThat(Numbers.slot("r1")).isEqualTo(-1);
        assertThat(Numbers.slot((String) null)).isEqualTo(-1);
    }

    private static Shape learn(byte[] answer) {
        return Objects.requireNonNull(Shape.learn(answer, ID, bytes("0000000a filler")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
