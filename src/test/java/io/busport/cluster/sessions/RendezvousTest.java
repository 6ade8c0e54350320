package io.busport.cluster.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    /** As a StatefulSet or a Deployment names them: alike but for a few letters. */
    private static final List<String> GATEWAYS = List.of("busport-0-a1f3", "busport-1-77c0", "busport-2-e009");

    private static final int SESSIONS = 3000;

    private static List<String> sessions() {
        return IntStream.range(0, SESSIONS).mapToObj(i -> "s-" + i).toList();
    }

    private static Map<String, String> of(List<String> gateways) {
        return sessions().stream().collect(Collectors.toMap(Function.identity(), s -> Rendezvous.of(s, gateways)));
    }

    @Test
    void a_gateway_that_is_alone_has_all() {
        assertThat(Rendezvous.of("s", List.of("g"))).isEqualTo("g");
        assertThat(Rendezvous.of("", List.of(""))).isEmpty();
    }

    @Test
    void all_compute_alike_in_whatever_order_they_know_each_other() {
        List<String> shuffled = new ArrayList<>(GATEWAYS);
        Map<String, String> expected = of(GATEWAYS);
        for (long seed = 0; seed < 10; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(of(shuffled)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void who_goes_leaves_its_own_share_to_all_that_stay_and_nothing_else_moves() {
        Map<String, String> before = of(GATEWAYS);
        for (String gone : GATEWAYS) {
            List<String> left = GATEWAYS.stream().filter(g -> !g.equals(gone)).toList();
            Map<String, String> after = of(left);
            before.forEach((session, gateway) -> {
                if (!gateway.equals(gone)) {
                    assertThat(after).containsEntry(session, gateway);
                }
            });
            List<String> heirs = before.entrySet().stream()
                    .filter(e -> e.getValue().equals(gone))
                    .map(e -> after.get(e.getKey()))
                    .toList();
            for (String heir : left) {
                assertThat(Collections.frequency(heirs, heir))
                        .as("%s inherits of %s", heir, gone)
                        .isBetween(heirs.size() * 2 / 5, heirs.size() * 3 / 5);
            }
        }
    }

    @Test
    void shares_are_about_equal() {
        List<String> owners = List.copyOf(of(GATEWAYS).values());
        for (String gateway : GATEWAYS) {
            assertThat(Collections.frequency(owners, gateway)).as(gateway).isBetween(SESSIONS / 4, SESSIONS * 5 / 12);
        }
    }
}
