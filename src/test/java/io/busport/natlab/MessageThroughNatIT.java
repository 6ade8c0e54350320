package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.natlab.NatLab.Dial;
import io.busport.natlab.NatLab.Policy;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promise, through the two address translations that the field has: clients at home, gateways behind a NodePort. */
@Timeout(60)
class MessageThroughNatIT {
    private static final int CONNECTIONS = 25;
    private static final int LINES = 40;
    private static final int ROUNDS = 4;

    private static NatLab lab;

    @RegisterExtension
    final TestWatcher failures = new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext test, @Nullable Throwable cause) {
            System.err.printf("%s failed. The gateways' last words:%n%s%n", test.getDisplayName(), lab.gateways());
        }
    };

    /** Connections that earlier tests have left in the gateways' lists. */
    private Set<String> earlier = Set.of();

    @BeforeAll
    static void open_lab() {
        lab = NatLab.up();
        lab.gateways("pod1", "pod2");
    }

    @AfterAll
    static void close_lab() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void start_from_a_known_state() {
        lab.policy(Policy.CLUSTER);
        lab.endpoints("pod1", "pod2");
        earlier = connections().stream().map(Connection::id).collect(Collectors.toSet());
    }

    @Test
    void two_clients_behind_one_address_each_get_exactly_their_own_answers() {
        try (var a = textClients("a");
                var b = textClients("b")) {
            a.awaitOutput(TextClients.done(CONNECTIONS, LINES));
            b.awaitOutput(TextClients.done(CONNECTIONS, LINES));

            var connections = newConnections();
            assertThat(connections).hasSize(2 * CONNECTIONS).allSatisfy(connection -> {
                assertThat(connection.report().getString("state")).isEqualTo("open");
                assertThat(connection.report().getString("dialect")).isEqualTo("text");
                assertThat(connection.report().getLong("messagesIn")).isEqualTo(LINES);
                assertThat(connection.report().getLong("messagesOut")).isEqualTo(LINES);
            });
            assertThat(connections).extracting(Connection::pod).containsOnly("pod1", "pod2");
        }
    }

    @Test
    void under_policy_local_the_gateway_sees_the_address_that_the_clients_share() {
        lab.policy(Policy.LOCAL);

        assertThat(observedAddressesOfBothClients()).containsOnly(NatLab.HOME);
    }

    @Test
    void under_policy_cluster_the_gateway_sees_only_the_node() {
        lab.policy(Policy.CLUSTER);

        assertThat(observedAddressesOfBothClients()).containsOnly(NatLab.NODE);
    }

    @ParameterizedTest
    @EnumSource
    void a_client_goes_on_by_itself_when_the_node_forgets_its_connection(Policy policy) {
        lab.policy(policy);
        try (var client = lab.busport("a", "client", NatLab.GATEWAY)) {
            client.echo("before");
            for (var round = 1; round <= ROUNDS; round++) {
                lab.faults().forgetAll("node");
                client.echo("after " + round);
            }

            assertThat(client.output()).containsExactly("before", "after 1", "after 2", "after 3", "after 4");
            if (policy == Policy.CLUSTER) {
                // The node draws a new source port, so no pod knows the connection. Under policy local it may survive.
                assertThat(newConnections()).hasSizeGreaterThan(ROUNDS);
            }
        }
    }

    @Test
    void a_mapping_that_the_home_router_lost_is_rebuilt_by_the_next_message() {
        try (var client = lab.busport("a", "client", NatLab.GATEWAY)) {
            client.echo("before");
            lab.faults().forgetAll("home");
            client.echo("after");

            assertThat(client.output()).containsExactly("before", "after");
            assertThat(newConnections()).hasSize(1);
        }
    }

    @Test
    void nobody_can_dial_in() {
        lab.policy(Policy.LOCAL);
        try (var client = lab.busport("a", "client", NatLab.GATEWAY)) {
            client.echo("before");
            var mapping = newConnections().get(0).observed();

            assertThat(lab.dial("internet", NatLab.GATEWAY)).as("the gateway").isEqualTo(Dial.CONNECTED);
            assertThat(lab.dial("b", "192.168.1.10:1")).as("at home").isEqualTo(Dial.REFUSED);
            assertThat(lab.dial("internet", mapping))
                    .as("the client's own public port")
                    .isEqualTo(Dial.NO_ANSWER);
            // Not even a neighbour who knows the way to the private addresses.
            assertThat(lab.run("internet", "ip", "route", "replace", "192.168.1.0/24", "via", NatLab.HOME)
                            .exitCode())
                    .isZero();
            assertThat(lab.dial("internet", "192.168.1.10:1"))
                    .as("the private address")
                    .isEqualTo(Dial.NO_ANSWER);

            client.echo("after");
        }
    }

    @Test
    void without_a_pod_new_clients_are_refused_and_connected_ones_stay() {
        try (var connected = lab.busport("a", "client", NatLab.GATEWAY)) {
            connected.echo("before");
            lab.endpoints();

            try (var refused = lab.busport("b", "client", NatLab.GATEWAY)) {
                assertThat(refused.exitCode()).isEqualTo(1);
                assertThat(refused.errors())
                        .anySatisfy(line -> assertThat(line).contains("Unable to connect to the server."));
                assertThat(String.join(" ", refused.errors())).containsIgnoringCase("refused");
                assertThat(refused.output()).isEmpty();
            }
            connected.echo("after");
        }
    }

    private static LabProcess textClients(String host) {
        var gateway = NatLab.GATEWAY.split(":");
        return lab.java(host, TextClients.class, host, gateway[0], gateway[1], CONNECTIONS, LINES);
    }

    private Set<String> observedAddressesOfBothClients() {
        try (var a = textClients("a");
                var b = textClients("b")) {
            a.awaitOutput(TextClients.done(CONNECTIONS, LINES));
            b.awaitOutput(TextClients.done(CONNECTIONS, LINES));
            var connections = newConnections();
            assertThat(connections).hasSize(2 * CONNECTIONS);
            return connections.stream()
                    .map(connection -> connection.observed().split(":")[0])
                    .collect(Collectors.toSet());
        }
    }

    private List<Connection> newConnections() {
        return connections().stream()
                .filter(connection -> !earlier.contains(connection.id()))
                .toList();
    }

    private static List<Connection> connections() {
        return Stream.of("pod1", "pod2")
                .flatMap(pod -> lab.connections(pod).stream().map(report -> new Connection(pod, report)))
                .toList();
    }

    /** A connection as the gateway of a pod reports it. */
    private record Connection(String pod, JsonObject report) {
        String id() {
            return pod + "/" + report.getValue("id");
        }

        String observed() {
            return report.getString("observed");
        }
    }
}
