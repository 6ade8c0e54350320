package io.busport.doctor;

import static io.busport.doctor.Said.first;
import static io.busport.doctor.Said.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.client.Endpoint;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SightingTest {
    private static final String NODE = "203.0.113.1:30800";

    @Test
    void equal_addresses_are_no_translation() {
        assertThat(judge(seen(NODE, "198.51.100.7:5000", "198.51.100.7:5000"))).contains("✓", "no address translation");
    }

    @Test
    void another_public_address_is_a_nat() {
        assertThat(judge(seen(NODE, "192.168.1.10:5000", "198.51.100.2:5000")))
                .contains("✓", "behind NAT", "keeps ports", "policy Local");
        assertThat(judge(seen(NODE, "192.168.1.10:5000", "198.51.100.2:40000"))).contains("chooses ports");
    }

    @Test
    void a_private_address_in_front_of_a_public_node_is_the_nodes_own() {
        assertThat(judge(seen(NODE, "192.168.1.10:5000", "10.244.1.1:61000")))
                .contains("externalTrafficPolicy: Cluster");
    }

    @Test
    void the_address_that_was_dialled_is_the_nodes_own() {
        assertThat(judge(seen("10.0.0.5:30800", "192.168.1.10:5000", "10.0.0.5:61000")))
                .contains("externalTrafficPolicy: Cluster");
    }

    @Test
    void between_neighbours_only_the_node_can_translate() {
        Sighting kind = new Sighting(
                target("172.18.0.2:30800"), endpoint("172.18.0.1:5000"), endpoint("10.244.0.1:5000"), true);
        assertThat(first(Sighting.judge(List.of(kind)))).contains("externalTrafficPolicy: Cluster");
    }

    @Test
    void inner_addresses_that_vary_are_those_of_nodes() {
        Section section = Sighting.judge(List.of(
                seen("10.0.0.5:30800", "192.168.1.10:5000", "10.244.1.1:61000"),
                seen("10.0.0.5:30800", "192.168.1.10:5001", "10.0.0.6:61001")));
        assertThat(first(section)).contains("10.0.0.6 and 10.244.1.1", "externalTrafficPolicy: Cluster");
    }

    @Test
    void one_inner_address_in_front_of_an_inner_node_may_be_either() {
        assertThat(judge(seen("10.0.0.5:30800", "192.168.1.10:5000", "10.8.0.3:5000")))
                .contains("–", "translated inside private networks", "both look the same");
    }

    @Test
    void an_own_address_of_the_carriers_range_is_told() {
        assertThat(all(seen(NODE, "100.64.3.4:5000", "198.51.100.2:5000")))
                .anyMatch(f -> f.contains("carrier-grade NAT: your own address"));
    }

    @Test
    void several_public_addresses_at_a_time_are_a_carriers_pool() {
        assertThat(all(
                        seen(NODE, "192.168.1.10:5000", "198.51.100.2:5000"),
                        seen(NODE, "192.168.1.10:5001", "198.51.100.3:5001")))
                .anyMatch(f -> f.contains("carrier-grade NAT suspected"));
    }

    @Test
    void one_public_address_leaves_a_second_translation_open() {
        assertThat(all(seen(NODE, "192.168.1.10:5000", "198.51.100.2:5000")))
                .anyMatch(f -> f.contains("cannot be seen from the two ends"))
                .noneMatch(f -> f.contains("suspected"));
    }

    @Test
    void nobody_who_has_said_anything_leaves_it_open() {
        assertThat(first(Sighting.judge(List.of()))).startsWith("–");
    }

    private static String judge(Sighting sighting) {
        return first(Sighting.judge(List.of(sighting)));
    }

    private static List<String> all(Sighting... seen) {
        return Sighting.judge(List.of(seen)).findings().stream()
                .flatMap(f -> Stream.of(f.what()))
                .toList();
    }

    private static Sighting seen(String target, String local, String observed) {
        return new Sighting(target(target), endpoint(local), endpoint(observed), false);
    }

    private static Endpoint endpoint(String address) {
        return Endpoint.parse(address);
    }
}
