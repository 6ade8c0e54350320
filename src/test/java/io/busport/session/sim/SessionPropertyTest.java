package io.busport.session.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What sessions promise, in ten thousand worlds in which everything goes wrong that can. A world that fails is had again with
 * {@code -Dbusport.seed=N}.
 */
class SessionPropertyTest {
    private static final int WORLDS = 10_000;
    private static final int STEPS = 300;
    private static final int PLENTY = 100_000;

    @Test
    void everything_arrives_once_and_in_order_whatever_happens_to_connections() {
        long resumed = 0;
        for (long seed : seeds()) {
            World world = new World(seed, PLENTY);
            world.live(STEPS);
            world.heal();
            List<SimClient> clients = world.clients();
            for (SimClient hearing : clients) {
                for (SimClient saying : clients) {
                    List<Integer> heard = hearing.heard.getOrDefault(saying.name(), List.of());
                    int first = heard.isEmpty() ? saying.said() + 1 : heard.get(0);
                    // Who comes late has not heard the beginning; from then on it hears everything. Its own it hears
                    // from the first.
                    assertThat(heard)
                            .as("seed %d: %s hears %s", seed, hearing.name(), saying.name())
                            .isEqualTo(IntStream.rangeClosed(first, saying.said())
                                    .boxed()
                                    .toList());
                    if (hearing == saying) {
                        assertThat(first)
                                .as("seed %d: %s hears itself", seed, hearing.name())
                                .isLessThanOrEqualTo(1);
                    }
                }
                assertThat(hearing.gaps)
                        .as("seed %d: gaps of %s", seed, hearing.name())
                        .isZero();
                assertThat(hearing.answers)
                        .as("seed %d: answers to %s", seed, hearing.name())
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, hearing.asked)
                                .mapToObj(i -> "r" + i)
                                .toList());
                resumed += hearing.resumed;
            }
        }
        assertThat(resumed).as("sessions that were resumed").isPositive();
    }

    @Test
    void what_gives_way_in_a_backlog_that_is_too_small_is_reported_to_the_last_message() {
        long gaps = 0;
        for (long seed : seeds().subList(0, Math.min(2000, seeds().size()))) {
            World world = new World(seed, 3);
            world.live(STEPS);
            world.heal();
            for (SimClient hearing : world.clients()) {
                List<Integer> own = hearing.heard.getOrDefault(hearing.name(), List.of());
                assertThat(own)
                        .as("seed %d: %s hears itself in order", seed, hearing.name())
                        .isSorted()
                        .doesNotHaveDuplicates();
                int heard = hearing.heard.values().stream().mapToInt(List::size).sum();
                int own0 = hearing.said() - own.size();
                assertThat(hearing.gaps)
                        .as(
                                "seed %d: what %s missed of its own is among its gaps; it heard %d",
                                seed, hearing.name(), heard)
                        .isGreaterThanOrEqualTo(own0);
                gaps += hearing.gaps;
            }
        }
        assertThat(gaps).as("messages that gave way").isPositive();
    }

    private static List<Long> seeds() {
        Long one = Long.getLong("busport.seed");
        return one == null ? IntStream.range(0, WORLDS).mapToObj(Long::valueOf).toList() : List.of(one);
    }
}
