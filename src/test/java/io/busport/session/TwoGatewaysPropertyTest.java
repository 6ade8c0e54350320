package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What a session promises when it changes its gateway, and when its gateway is lost. A world that fails is had again with
 * {@code -Dbusport.seed=N}.
 */
class TwoGatewaysPropertyTest {
    private static final int WORLDS = 2000;
    private static final int STEPS = 300;

    @Test
    void nothing_is_lost_or_doubled_or_reordered() {
        int moves = 0;
        int losses = 0;
        for (long seed : seeds()) {
            TwoGateways world = new TwoGateways(seed);
            try {
                for (int i = 0; i < STEPS; i++) {
                    world.step();
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            world.heal();
            moves += world.moves;
            losses += world.losses;
        }
        assertThat(moves).as("moves").isPositive();
        assertThat(losses).as("losses").isPositive();
    }

    private static List<Long> seeds() {
        Long one = Long.getLong("busport.seed");
        return one == null ? LongStream.range(0, WORLDS).boxed().toList() : List.of(one);
    }
}
