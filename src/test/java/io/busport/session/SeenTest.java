package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenTest {
    private static final int WINDOW = 70; // more than one word of bits
    private static final long NOW = 1_700_000_000_000L;

    private final Seen seen = new Seen(WINDOW);

    private void add(String... ids) {
        for (String id : ids) {
            seen.add(id, NOW);
        }
    }

    @Test
    void what_came_is_here_and_nothing_else() {
        add("a/1", "a/3");
        assertThat(seen.has("a/1")).isTrue();
        assertThat(seen.has("a/2")).isFalse();
        assertThat(seen.has("a/3")).isTrue();
        assertThat(seen.has("a/4")).isFalse();
    }

    @Test
    void every_sender_has_numbers_of_its_own() {
        add("a/1", "b/2");
        assertThat(seen.has("a/2")).isFalse();
        assertThat(seen.has("b/1")).isFalse();
        assertThat(seen.has("c/1")).isFalse();
    }

    @Test
    void a_sender_may_have_a_slash_in_its_name() {
        add("a/7/1");
        assertThat(seen.has("a/7/1")).isTrue();
        assertThat(seen.has("a/1")).isFalse();
    }

    @Test
    void it_is_exact_within_the_window_in_whatever_order_they_come() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Seen some = new Seen(WINDOW);
            Set<Integer> came = new HashSet<>();
            int highest = 0;
            for (int i = 0; i < 300; i++) {
                int n = Math.max(1, highest + 1 + random.nextInt(8) - random.nextInt(WINDOW));
                some.add("a/" + n, NOW);
                came.add(n);
                highest = Math.max(highest, n);
                for (int k = Math.max(1, highest - WINDOW + 1); k <= highest + 2; k++) {
                    assertThat(some.has("a/" + k)).as("seed %d: %d", seed, k).isEqualTo(came.contains(k));
                }
            }
        }
    }

    @Test
    void what_is_older_than_the_window_can_only_be_a_repetition() {
        add("a/1000");
        assertThat(seen.has("a/" + (1000 - WINDOW))).isTrue();
        assertThat(seen.has("a/" + (1000 - WINDOW + 1))).isFalse();
        add("a/5");
        assertThat(seen.has("a/" + (1000 - WINDOW + 1))).isFalse();
    }

    @Test
    void a_jump_further_than_the_window_leaves_nothing_of_before() {
        add("a/1", "a/2", "a/500");
        assertThat(IntStream.range(500 - WINDOW + 1, 500).filter(n -> seen.has("a/" + n)))
                .isEmpty();
        assertThat(seen.has("a/500")).isTrue();
    }

    @Test
    void who_has_been_silent_for_longer_than_a_minute_is_forgotten() {
        seen.add("a/1", NOW);
        seen.add("b/1", NOW + Seen.REMEMBERED);
        assertThat(seen.has("a/1")).isTrue();
        seen.add("b/2", NOW + Seen.REMEMBERED + Seen.REMEMBERED / 2);
        assertThat(seen.has("a/1")).isFalse();
        assertThat(seen.has("b/1")).isTrue();
        assertThat(seen.numbers()).hasSize(1);
    }

    @Test
    void who_goes_on_is_remembered() {
        for (int i = 0; i < 10; i++) {
            seen.add("a/" + (i + 1), NOW + i * Seen.REMEMBERED / 2);
        }
        assertThat(seen.has("a/1")).isTrue();
        assertThat(seen.has("a/10")).isTrue();
        assertThat(seen.has("a/11")).isFalse();
    }

    @Test
    void made_of_its_numbers_it_is_the_same() {
        Random random = new Random(1);
        List<String> ids = IntStream.range(0, 200)
                .mapToObj(i -> "s" + random.nextInt(3) + "/" + (1 + random.nextInt(150)))
                .toList();
        ids.forEach(this::add);
        Seen other = new Seen(WINDOW);
        other.restore(seen.numbers(), NOW);
        for (int s = 0; s < 4; s++) {
            for (int n = 1; n < 160; n++) {
                String id = "s" + s + "/" + n;
                assertThat(other.has(id)).as(id).isEqualTo(seen.has(id));
            }
        }
        assertThat(other.numbers()).containsExactlyInAnyOrderElementsOf(seen.numbers());
        add("s0/170");
        other.add("s0/170", NOW);
        assertThat(other.numbers()).containsExactlyInAnyOrderElementsOf(seen.numbers());
    }

    @Test
    void what_is_restored_counts_from_the_moment_of_that() {
        add("a/1");
        Seen other = new Seen(WINDOW);
        other.restore(seen.numbers(), NOW + 10 * Seen.REMEMBERED);
        other.add("b/1", NOW + 10 * Seen.REMEMBERED + 1);
        assertThat(other.has("a/1")).isTrue();
    }

    @Test
    void nothing_is_restored_of_nothing() {
        seen.restore(Collections.emptyList(), NOW);
        assertThat(seen.numbers()).isEmpty();
        assertThat(seen.has("a/1")).isFalse();
    }

    @Test
    void an_id_that_somebody_made_up_is_no_error() {
        assertThat(seen.has("")).isFalse();
        assertThat(seen.has("made up")).isFalse();
        add("service/late", "", "/");
        assertThat(seen.has("service/late")).isTrue();
        assertThat(seen.has("service/1")).isFalse();
        assertThat(seen.has("other/late")).isFalse();
    }
}
