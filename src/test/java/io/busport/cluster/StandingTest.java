package io.busport.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final long SOON = Duration.ofSeconds(2).toNanos();
    private static final long LATER = Duration.ofSeconds(30).toNanos();

    @Test
    void a_gateway_alone_is_enough() {
        assertThat(Standing.of(Set.of("a"), 0).minority()).isFalse();
    }

    @Test
    void one_of_three_is_a_minority_and_two_are_not() {
        Standing three = Standing.of(Set.of("a", "b", "c"), 0);
        assertThat(lost(three, Set.of("a"), LATER).minority()).isTrue();
        assertThat(lost(three, Set.of("b", "c"), LATER).minority()).isFalse();
    }

    @Test
    void one_of_two_goes_on_and_so_does_two_of_four() {
        assertThat(lost(Standing.of(Set.of("a", "b"), 0), Set.of("a"), LATER).minority())
                .isFalse();
        assertThat(lost(Standing.of(Set.of("a", "b", "c", "d"), 0), Set.of("a", "b"), LATER)
                        .minority())
                .isFalse();
    }

    @Test
    void a_loss_that_is_noticed_in_two_steps_is_one_loss() {
        Standing two = lost(Standing.of(Set.of("a", "b", "c"), 0), Set.of("a", "b"), LATER);
        assertThat(lost(two, Set.of("a"), LATER + SOON).minority()).isTrue();
    }

    @Test
    void two_losses_with_time_between_them_are_two() {
        Standing two = lost(Standing.of(Set.of("a", "b", "c"), 0), Set.of("a", "b"), LATER);
        assertThat(lost(two, Set.of("a"), LATER + LATER).minority()).isFalse();
    }

    @Test
    void who_says_that_it_leaves_is_not_missed() {
        Standing standing = Standing.of(Set.of("a", "b", "c"), 0);
        standing = standing.change(Set.of("a", "b", "c"), Set.of("c"), SOON, SETTLED);
        standing = standing.change(Set.of("a", "b"), Set.of("c"), SOON, SETTLED);
        assertThat(standing.expected()).containsExactlyInAnyOrder("a", "b");
        standing = standing.change(Set.of("a"), Set.of("b", "c"), SOON, SETTLED);
        assertThat(standing.minority()).isFalse();
    }

    @Test
    void who_leaves_while_others_are_lost_does_not_make_them_less_missed() {
        Standing standing = Standing.of(Set.of("a", "b", "c", "d", "e"), 0);
        standing = standing.change(Set.of("a", "b"), Set.of("b"), SOON, SETTLED);
        assertThat(standing.minority()).isTrue();
        standing = standing.change(Set.of("a"), Set.of("b"), SOON, SETTLED);
        assertThat(standing.expected()).containsExactlyInAnyOrder("a", "c", "d", "e");
        assertThat(standing.minority()).isTrue();
    }

    @Test
    void who_joins_counts_at_once() {
        Standing standing = Standing.of(Set.of("a"), 0);
        standing = standing.change(Set.of("a", "b", "c"), Set.of(), SOON, SETTLED);
        assertThat(lost(standing, Set.of("a"), SOON + 1).minority()).isTrue();
    }

    @Test
    void a_minority_stays_one_until_others_come() {
        Standing alone = lost(Standing.of(Set.of("a", "b", "c"), 0), Set.of("a"), LATER);
        assertThat(lost(alone, Set.of("a"), LATER * 5).minority()).isTrue();
        assertThat(alone.change(Set.of("a", "b", "c"), Set.of(), LATER * 5, SETTLED)
                        .minority())
                .isFalse();
    }

    @Test
    void those_that_replace_who_is_lost_are_enough_in_time() {
        Standing alone = lost(Standing.of(Set.of("a", "b", "c"), 0), Set.of("a"), LATER);
        Standing more = alone.change(Set.of("a", "d"), Set.of(), LATER + SOON, SETTLED);
        assertThat(more.minority()).isFalse();
        assertThat(more.change(Set.of("a", "d", "e"), Set.of(), LATER * 3, SETTLED)
                        .expected())
                .containsExactlyInAnyOrder("a", "d", "e");
    }

    private static Standing lost(Standing before, Set<String> left, long now) {
        return before.change(left, Set.of(), now, SETTLED);
    }
}
