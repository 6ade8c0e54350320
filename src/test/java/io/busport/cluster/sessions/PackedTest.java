package io.busport.cluster.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedTest {
    private final PackedWriter out = new PackedWriter();

    private PackedReader in() {
        return new PackedReader(out.toBytes());
    }

    @Test
    void fields_come_back_in_their_order() {
        out.number(Long.MIN_VALUE)
                .number(Long.MAX_VALUE)
                .small(Integer.MIN_VALUE)
                .small(Integer.MAX_VALUE);
        out.flag(true).flag(false).text("강 \"\n").bytes(new byte[] {-1, 0}).bytes(Buffer.buffer("b"));
        PackedReader in = in();
        assertThat(in.number()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.small()).isEqualTo(Integer.MIN_VALUE);
        assertThat(in.small()).isEqualTo(Integer.MAX_VALUE);
        assertThat(in.flag()).isTrue();
        assertThat(in.flag()).isFalse();
        assertThat(in.text()).isEqualTo("강 \"\n");
        assertThat(in.bytes()).containsExactly(-1, 0);
        assertThat(in.bytes()).containsExactly('b');
        in.end();
    }

    @Test
    void nothing_is_not_the_same_as_empty() {
        out.text(null).text("").bytes((byte[]) null).bytes(new byte[0]).bytes(Buffer.buffer());
        PackedReader in = in();
        assertThat(in.text()).isNull();
        assertThat(in.text()).isEmpty();
        assertThat(in.bytes()).isNull();
        assertThat(in.bytes()).isEmpty();
        assertThat(in.bytes()).isEmpty();
        in.end();
    }

    @Test
    void what_must_be_there_is_empty_when_it_is_not() {
        out.text(null).bytes((byte[]) null);
        PackedReader in = in();
        assertThat(in.someText()).isEmpty();
        assertThat(in.someBytes()).isEmpty();
    }

    @Test
    void lists_in_lists() {
        List<List<Long>> lists = List.of(List.of(), List.of(1L), List.of(2L, 3L));
        out.list(lists, one -> out.list(one, out::number));
        PackedReader in = in();
        assertThat(in.list(() -> in.list(in::number))).isEqualTo(lists);
        in.end();
    }

    @Test
    void a_field_that_is_cut_off_is_refused_and_says_where() {
        out.small(1).number(2);
        PackedReader in = new PackedReader(Arrays.copyOf(out.toBytes(), 11));
        assertThat(in.small()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(in::number)
                .withMessage("a field of length 8 at 4 of 11 bytes (expected: 0 to 7, what is left)");
    }

    @Test
    void nothing_is_read_of_nothing() {
        PackedReader in = in();
        assertThatIllegalArgumentException().isThrownBy(in::flag);
        assertThatIllegalArgumentException().isThrownBy(in::small);
        assertThatIllegalArgumentException().isThrownBy(in::number);
        assertThatIllegalArgumentException().isThrownBy(in::text);
        assertThatIllegalArgumentException().isThrownBy(() -> in.list(in::flag));
        in.end();
    }

    @Test
    void a_length_that_cannot_be_is_refused_before_anything_is_made_of_it() {
        out.small(Integer.MAX_VALUE).small(-2).small(5).flag(true);
        PackedReader in = in();
        assertThatIllegalArgumentException().isThrownBy(in::bytes).withMessageContaining("length 2147483647 at 4");
        assertThatIllegalArgumentException().isThrownBy(in::text).withMessageContaining("length -2 at 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in.list(in::flag))
                .withMessageContaining("length 5 at 12");
    }

    @Test
    void a_list_has_no_negative_size() {
        out.small(-1);
        PackedReader in = in();
        assertThatIllegalArgumentException().isThrownBy(() -> in.list(in::flag)).withMessageContaining("length -1");
    }

    @Test
    void what_is_behind_the_last_field_is_refused() {
        out.flag(true).flag(true);
        PackedReader in = in();
        assertThat(in.flag()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(in::end)
                .withMessage("1 bytes behind the last field, at 1 (expected: none)");
    }
}
