package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.Outbox.Kept;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Gap;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An outbox that is kept elsewhere, and goes on there. */
class OutboxElsewhereTest {
    private static final Window WIDE = new Window(100, 1 << 20);

    private final Outbox outbox = new Outbox(WIDE);

    private static Frame message(int n) {
        return Frame.Message.of("news", "m" + n);
    }

    private void append(int from, int to) {
        for (int i = from; i <= to; i++) {
            assertThat(outbox.append(message(i), 10, true, i)).isEqualTo(i);
        }
    }

    private static List<Long> send(Outbox from) {
        List<Long> numbers = new ArrayList<>();
        for (@Nullable Stamped s = from.next(); s != null; s = from.next()) {
            numbers.add(s.n());
        }
        return numbers;
    }

    private static List<Long> numbers(List<Kept> kept) {
        return kept.stream().map(Kept::n).toList();
    }

    @Test
    void frames_are_held_back_until_they_are_safe() {
        outbox.safe(0);
        append(1, 3);
        assertThat(send(outbox)).isEmpty();
        outbox.safe(2);
        assertThat(send(outbox)).containsExactly(1L, 2L);
        assertThat(outbox.transmitted()).isEqualTo(2);
        outbox.safe(3);
        assertThat(send(outbox)).containsExactly(3L);
    }

    @Test
    void nobody_can_acknowledge_what_was_not_safe() {
        outbox.safe(1);
        append(1, 2);
        assertThat(send(outbox)).containsExactly(1L);
        assertThat(outbox.acknowledge(2)).isFalse();
        assertThat(outbox.acknowledge(1)).isTrue();
    }

    @Test
    void a_gap_is_safe_when_the_last_of_its_numbers_is() {
        outbox.safe(1);
        append(1, 3);
        assertThat(outbox.dropOldest(FailCode.SLOW_CONSUMER, 9)).isTrue();
        assertThat(outbox.dropOldest(FailCode.SLOW_CONSUMER, 9)).isTrue();
        assertThat(send(outbox)).isEmpty();
        outbox.safe(2);
        assertThat(send(outbox)).containsExactly(2L);
    }

    @Test
    void frames_that_are_elsewhere_already_are_left_out_and_gaps_are_not() {
        append(1, 6);
        assertThat(outbox.dropOldest(FailCode.SLOW_CONSUMER, 9)).isTrue();
        assertThat(numbers(outbox.kept(0))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(numbers(outbox.kept(4))).containsExactly(1L, 5L, 6L);
        assertThat(outbox.dropOldest(FailCode.SLOW_CONSUMER, 9)).isTrue();
        assertThat(outbox.kept(4).get(0)).matches(k -> k.from() == 1 && k.n() == 2 && k.count() == 2);
        assertThat(numbers(outbox.kept(6))).containsExactly(2L);
        assertThat(outbox.kept(6).get(0).frame()).isNull();
    }

    @Test
    void gaps_that_are_acknowledged_are_not_looked_for_any_more() {
        append(1, 4);
        assertThat(outbox.dropOldest(FailCode.SLOW_CONSUMER, 9)).isTrue();
        assertThat(send(outbox)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(outbox.acknowledge(2)).isTrue();
        assertThat(numbers(outbox.kept(3))).containsExactly(4L);
        assertThat(numbers(outbox.kept(4))).isEmpty();
    }

    @Test
    void a_gap_for_what_nobody_has_counted_has_a_number_and_counts_nothing() {
        append(1, 1);
        outbox.appendUnknown(FailCode.GATEWAY_LOST, 500, 700);
        append(3, 3);
        assertThat(outbox.messages()).isEqualTo(2);
        assertThat(outbox.next()).isNotNull();
        Stamped second = outbox.next();
        assertThat(second).isNotNull().matches(s -> s.n() == 2);
        assertThat(second == null ? null : second.frame()).isInstanceOfSatisfying(Gap.class, gap -> {
            assertThat(gap.from()).isEqualTo(2);
            assertThat(gap.count()).isZero();
            assertThat(gap.code()).isEqualTo(FailCode.GATEWAY_LOST);
            assertThat(gap.sinceMillis()).isEqualTo(500);
            assertThat(gap.untilMillis()).isEqualTo(700);
        });
        assertThat(outbox.acknowledge(2)).isTrue();
        assertThat(numbers(outbox.kept(3))).isEmpty();
    }

    @Test
    void elsewhere_it_goes_on_where_it_stood() {
        append(1, 5);
        assertThat(outbox.dropOldest(FailCode.SLOW_CONSUMER, 9)).isTrue();
        outbox.window(new Window(2, 1 << 20));
        assertThat(send(outbox)).containsExactly(1L, 2L);
        Outbox other = Outbox.of(WIDE, 0, outbox.kept());
        assertThat(other.messages()).isEqualTo(4);
        assertThat(other.bytes()).isEqualTo(40);
        assertThat(other.lastNumber()).isEqualTo(5);
        assertThat(other.transmitted()).isEqualTo(2);
        assertThat(other.unacknowledged()).isEqualTo(2);
        assertThat(other.append(message(6), 10, true, 9)).isEqualTo(6);
        List<Stamped> sent = new ArrayList<>();
        for (@Nullable Stamped s = other.next(); s != null; s = other.next()) {
            sent.add(s);
        }
        assertThat(sent.get(0).frame()).isInstanceOf(Gap.class);
        assertThat(sent).hasSize(6).element(1).isEqualTo(new Stamped(2, -1, true, message(2)));
        assertThat(sent).last().isEqualTo(Stamped.of(6, message(6)));
    }

    @Test
    void an_outbox_with_nothing_in_it_goes_on_behind_what_was_acknowledged() {
        Outbox other = Outbox.of(WIDE, 7, List.of());
        assertThat(other.append(message(8), 10, true, 9)).isEqualTo(8);
        assertThat(other.acknowledge(7)).isTrue();
        assertThat(other.acknowledge(8)).isFalse();
    }

    @Test
    void what_came_later_elsewhere_is_appended_with_the_numbers_it_has() {
        append(1, 4);
        Outbox other = Outbox.of(WIDE, 0, outbox.kept().subList(0, 2));
        assertThat(send(other)).containsExactly(1L, 2L);
        other.append(outbox.kept().subList(2, 4));
        assertThat(other.append(message(5), 10, true, 9)).isEqualTo(5);
        assertThat(other.messages()).isEqualTo(5);
        assertThat(other.bytes()).isEqualTo(50);
        assertThat(send(other)).containsExactly(3L, 4L, 5L);
        assertThat(other.acknowledge(5)).isTrue();
        assertThat(other.isEmpty()).isTrue();
        assertThat(other.bytes()).isZero();
    }

    @Test
    void the_latest_of_a_key_is_known_elsewhere() {
        outbox.appendLatest(message(1), 10, "k", 1);
        Outbox other = Outbox.of(WIDE, 0, outbox.kept());
        other.appendLatest(message(2), 10, "k", 2);
        assertThat(other.messages()).isEqualTo(1);
        assertThat(other.kept().get(0)).matches(k -> k.lost() == FailCode.SUPERSEDED);
    }

    @Test
    void what_may_be_on_its_way_is_not_lost_to_anything() {
        outbox.appendLatest(message(1), 10, "k", 1);
        List<Kept> sent = outbox.kept().stream().map(Kept::asSent).toList();
        Outbox other = Outbox.of(WIDE, 0, sent);
        assertThat(other.dropOldest(FailCode.SLOW_CONSUMER, 9)).isFalse();
        other.appendLatest(message(2), 10, "k", 2);
        assertThat(other.messages()).isEqualTo(2);
        assertThat(other.acknowledge(1)).isTrue();
    }
}
