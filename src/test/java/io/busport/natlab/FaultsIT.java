package io.busport.natlab;

import static io.busport.natlab.Peers.deliver;
import static io.busport.natlab.Peers.inTheDark;
import static io.busport.natlab.Peers.vanish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.busport.natlab.Faults.Direction;
import io.busport.natlab.Faults.Unknown;
import io.busport.natlab.NatLab.Policy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every fault of the lab does what it says, seen from the two ends of a plain TCP connection. */
@Timeout(60)
class FaultsIT {
    private NatLab lab;
    private Faults faults;
    private LabProcess server;

    @BeforeEach
    void open_lab_with_a_server() {
        lab = NatLab.up();
        faults = lab.faults();
        lab.endpoints("pod1");
        server = Peers.listen(lab);
    }

    @AfterEach
    void close_lab() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void a_forgotten_mapping_heals_with_the_clients_next_packet() {
        var client = dial("a");
        faults.forget("home", "a");
        deliver(client, "from the client", server);
        deliver(server, "from the server", client);
    }

    @Test
    void a_router_that_drops_the_unknown_leaves_both_ends_in_the_dark() {
        var client = dial("a");
        faults.onUnknownPackets("home", Unknown.DROP);
        faults.forget("home", "a");
        vanish(client, "from the client", server, () -> faults.caughtUnknown("home"));
        vanish(server, "from the server", client, () -> faults.caughtUnknown("home"));

        faults.onUnknownPackets("home", Unknown.HEAL);
        server.awaitOutput(Peer.heard("from the client"));
        client.awaitOutput(Peer.heard("from the server"));
    }

    @Test
    void a_router_that_resets_the_unknown_tells_only_who_speaks() {
        var client = dial("a");
        faults.onUnknownPackets("home", Unknown.RESET);
        faults.forget("home", "a");
        client.say("from the client");
        client.awaitOutput(Peer.RESET);
        inTheDark(server);

        server.say("from the server");
        server.awaitOutput(Peer.RESET);
        assertThat(client.output()).doesNotContain(Peer.heard("from the server"));
    }

    @Test
    void an_idle_mapping_expires() {
        faults.onUnknownPackets("home", Unknown.DROP);
        faults.forgetIdle("home", Duration.ofSeconds(2));
        var client = dial("a");
        deliver(client, "before", server);
        await().atMost(Duration.ofSeconds(10)).until(() -> tracked("home").isEmpty());
        assertThat(tracked("node")).isNotEmpty();
        vanish(client, "after", server, () -> faults.caughtUnknown("home"));
    }

    @Test
    void a_node_that_forgets_everybody_resets_the_client_and_the_server_never_knows() {
        var client = dial("a");
        faults.forgetAll("node");
        client.say("after");
        client.awaitOutput(Peer.RESET);
        inTheDark(server);
    }

    @Test
    void a_node_that_forgets_one_client_keeps_its_neighbour() {
        var client = dial("a");
        var neighbour = dial("b");
        faults.forget("node", "a");
        client.say("from the client");
        client.awaitOutput(Peer.RESET);
        deliver(neighbour, "from the neighbour", server);
        deliver(server, "from the server", neighbour);

        assertThatThrownBy(() -> faults.forget("node", "a")).hasMessageContaining("knows no connection of client a");
    }

    @Test
    void the_public_address_changes_in_mid_stream_and_back() {
        lab.policy(Policy.LOCAL);
        var client = dial("a");
        server.awaitOutput(Peer.connectedTo(NatLab.HOME));
        faults.publicAddress("198.51.100.3");
        client.say("after");
        client.awaitOutput(Peer.RESET);
        inTheDark(server);

        var second = dial("a");
        server.awaitOutput(Peer.connectedTo("198.51.100.3"));
        deliver(second, "from the second", server);

        faults.publicAddress(NatLab.HOME);
        second.say("after");
        second.awaitOutput(Peer.RESET);
        deliver(dial("a"), "from the third", server);
    }

    @Test
    void a_carrier_forgets_what_the_home_remembers() {
        try (var behindCarrier = NatLab.upBehindCarrier()) {
            behindCarrier.policy(Policy.LOCAL);
            behindCarrier.endpoints("pod1");
            var farServer = Peers.listen(behindCarrier);
            var client = Peers.dial(behindCarrier, "a");
            farServer.awaitOutput(Peer.connectedTo(NatLab.HOME));
            deliver(client, "before", farServer);
            var carrier = behindCarrier.faults();
            carrier.onUnknownPackets("cgn", Unknown.DROP);
            carrier.forgetAll("cgn");
            vanish(client, "in the dark", farServer, () -> carrier.caughtUnknown("cgn"));
            assertThat(carrier.caughtUnknown("home").packets()).isZero();

            carrier.onUnknownPackets("cgn", Unknown.HEAL);
            farServer.awaitOutput(Peer.heard("in the dark"));

            behindCarrier.policy(Policy.CLUSTER);
            // Both translations have to be followed to find the client's entry on the node.
            carrier.forget("node", "a");
            client.say("after");
            client.awaitOutput(Peer.RESET);
            // The other lab has noticed nothing of all this.
            deliver(dial("a"), "next door", server);
        }
    }

    @Test
    void a_black_hole_takes_both_ways_and_ends() {
        var client = dial("a");
        faults.blackHole(Direction.BOTH);
        vanish(client, "up", server, faults::caughtByBlackHole);
        vanish(server, "down", client, faults::caughtByBlackHole);
        faults.noBlackHole();
        server.awaitOutput(Peer.heard("up"));
        client.awaitOutput(Peer.heard("down"));
    }

    @Test
    void a_black_hole_upwards_lets_the_server_speak() {
        var client = dial("a");
        faults.blackHole(Direction.UP);
        vanish(client, "up", server, faults::caughtByBlackHole);
        deliver(server, "down", client);
        faults.noBlackHole();
        server.awaitOutput(Peer.heard("up"));
    }

    @Test
    void a_black_hole_downwards_lets_the_client_speak() {
        var client = dial("a");
        faults.blackHole(Direction.DOWN);
        deliver(client, "up", server);
        vanish(server, "down", client, faults::caughtByBlackHole);
        faults.noBlackHole();
        client.awaitOutput(Peer.heard("down"));
    }

    @Test
    void long_packets_vanish_and_short_ones_pass() {
        var client = dial("a");
        faults.mtu(1280);
        deliver(client, "x".repeat(1200), server);
        deliver(server, "y".repeat(1200), client);
        vanish(client, "x".repeat(8000), server, faults::caughtByMtu);
        vanish(server, "y".repeat(8000), client, faults::caughtByMtu);
        faults.noMtu();
        server.awaitOutput(Peer.heard("x".repeat(8000)));
        client.awaitOutput(Peer.heard("y".repeat(8000)));
    }

    @Test
    void a_stream_in_short_packets_is_not_taken_for_long_ones() {
        assertThat(lab.run("a", "ip", "link", "set", "eth0", "mtu", "1280").exitCode())
                .isZero();
        var client = dial("a");
        faults.mtu(1280);
        deliver(client, "x".repeat(200_000), server);
        deliver(server, "y".repeat(200_000), client);
        assertThat(faults.caughtByMtu().packets()).isZero();
        assertThat(faults.caughtByMtu().of()).isGreaterThan(2 * 200_000 / 1280);
    }

    @Test
    void a_tenth_of_all_packets_is_lost_and_tcp_makes_up_for_it() {
        var client = dial("a");
        faults.loss(10);
        deliver(client, "x".repeat(1_000_000), server);
        var caught = faults.caughtByLoss();
        // At a thousand packets five standard deviations are five percent.
        assertThat(caught.of()).isGreaterThan(800);
        assertThat((double) caught.packets() / caught.of()).isBetween(0.05, 0.15);
        faults.noLoss();
        deliver(server, "down", client);
        assertThat(faults.caughtByLoss().packets()).isZero();
    }

    private LabProcess dial(String host) {
        return Peers.dial(lab, host);
    }

    /** The connections that a router knows. */
    private List<String> tracked(String router) {
        try (var list = lab.run(router, "conntrack", "-L", "-p", "tcp")) {
            assertThat(list.exitCode()).isZero();
            return list.output();
        }
    }
}
