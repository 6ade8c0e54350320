package io.busport.cluster.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WishesTest {
    private static final List<String> GATEWAYS = List.of("a", "b", "c");

    private final Wishes wishes = new Wishes("a", 100);

    @Test
    void nobody_waits_for_it_and_all_choose_alike() {
        for (String session : List.of("s-1", "s-2", "s-3", "s-4")) {
            assertThat(wishes.chosen(session, GATEWAYS)).isEqualTo(Rendezvous.of(session, GATEWAYS));
        }
        assertThat(wishes.chosen("s-1", List.of())).isEqualTo("a");
    }

    @Test
    void who_has_the_client_has_the_session() {
        wishes.wish("s-1", 1000);
        assertThat(wishes.all(1100)).containsExactly("s-1");
        assertThat(wishes.chosen("s-1", GATEWAYS)).isEqualTo("a");
        wishes.heard(Map.of("b", List.of("s-2")));
        assertThat(wishes.chosen("s-2", GATEWAYS)).isEqualTo("b");
        assertThat(wishes.chosen("s-2", List.of("a", "c"))).as("b leaves").isNotEqualTo("b");
    }

    @Test
    void a_client_that_waits_no_more_wishes_nothing() {
        wishes.wish("s-1", 1000);
        assertThat(wishes.all(1101)).isEmpty();
        wishes.heard(Map.of("b", List.of("s-2")));
        wishes.heard(Map.of("b", List.of()));
        assertThat(wishes.chosen("s-2", GATEWAYS)).isEqualTo(Rendezvous.of("s-2", GATEWAYS));
    }

    /** What each knows of the others may be old; each knows what it wishes itself. */
    @Test
    void somebody_takes_it_whatever_each_has_heard() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            String session = "s-" + i;
            Map<String, Wishes> all = new TreeMap<>();
            List<String> waits = new ArrayList<>();
            GATEWAYS.forEach(g -> {
                Wishes mine = new Wishes(g, 100);
                all.put(g, mine);
                if (random.nextBoolean()) {
                    waits.add(g);
                    mine.wish(session, 0);
                }
            });
            all.values()
                    .forEach(mine -> mine.heard(waits.stream()
                            .filter(other -> random.nextBoolean())
                            .collect(Collectors.toMap(other -> other, other -> List.of(session)))));
            assertThat(all)
                    .anySatisfy((g, mine) ->
                            assertThat(mine.chosen(session, GATEWAYS)).isEqualTo(g));
        }
    }
}
