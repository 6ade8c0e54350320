package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** And what the gateways of one cluster need, so that they find and reach each other, and nobody else reaches what they say. */
abstract class ClusterContract extends GatewayContract {
    /** From the engine's port to the one where it notices by a broken connection that the other side is gone. */
    private static final int FAILURE_PORT_OFFSET = 100;

    private static final Set<String> NAMES = Set.of("53/UDP", "53/TCP");

    @Test
    void gateways_find_each_other_by_the_headless_service_before_they_are_ready() throws Exception {
        Manifests k8s = manifests();
        Service service = k8s.clusterService();

        assertThat(Configured.in(k8s).truth("cluster.enabled")).isTrue();
        assertThat(Configured.in(k8s).text("cluster.dns"))
                .isEqualTo(service.getMetadata().getName());
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(service.getSpec().getSelector())
                .isEqualTo(k8s.service().getSpec().getSelector());
        assertThat(service.getSpec().getType())
                .as("no node carries the cluster's ports")
                .isNull();
    }

    @Test
    void a_gateway_tells_the_others_the_address_of_its_pod() throws Exception {
        List<EnvVar> host = manifests().container().getEnv().stream()
                .filter(variable -> variable.getName().equals("BUSPORT_CLUSTER_HOST"))
                .toList();

        assertThat(Manifests.one(host, "variable BUSPORT_CLUSTER_HOST")
                        .getValueFrom()
                        .getFieldRef()
                        .getFieldPath())
                .isEqualTo("status.podIP");
    }

    @Test
    void the_ports_of_the_cluster_are_those_that_the_gateway_opens() throws Exception {
        Manifests k8s = manifests();
        Configured configured = Configured.in(k8s);
        int port = configured.integer("cluster.port");

        assertThat(k8s.port("cluster")).isEqualTo(port);
        assertThat(k8s.port("failure")).isEqualTo(port + FAILURE_PORT_OFFSET);
        assertThat(k8s.port("bus")).isEqualTo(configured.integer("cluster.busPort"));
        assertThat(k8s.clusterService().getSpec().getPorts())
                .extracting(ServicePort::getName)
                .containsExactlyInAnyOrder("cluster", "failure", "bus");
        assertThat(k8s.clusterService().getSpec().getPorts()).allSatisfy(one -> {
            assertThat(one.getPort()).isEqualTo(k8s.port(one.getName()));
            assertThat(one.getTargetPort().getStrVal()).isEqualTo(one.getName());
        });
    }

    @Test
    void clients_come_from_anywhere_the_admin_port_is_for_pods_and_the_rest_for_gateways() throws Exception {
        Manifests k8s = manifests();
        var policy = k8s.networkPolicy().getSpec();

        assertThat(policy.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.getIngress()).hasSize(3);
        assertThat(whoMayReach(k8s, Set.of("8000/TCP"))).isEmpty();
        assertThat(whoMayReach(k8s, Set.of("8080/TCP"))).singleElement().satisfies(pods -> {
            assertThat(pods.getIpBlock()).isNull();
            assertThat(pods.getNamespaceSelector()).isEqualTo(new LabelSelector());
        });
        assertThat(whoMayReach(k8s, clusterPorts(k8s))).singleElement().satisfies(peer -> isTheGateways(k8s, peer));
    }

    @Test
    void a_gateway_dials_other_gateways_and_name_servers_and_nobody_else() throws Exception {
        Manifests k8s = manifests();
        var egress = k8s.networkPolicy().getSpec().getEgress();

        assertThat(egress).extracting(rule -> ports(k8s, rule.getPorts())).containsExactly(clusterPorts(k8s), NAMES);
        assertThat(egress.get(0).getTo()).singleElement().satisfies(peer -> isTheGateways(k8s, peer));
        assertThat(egress.get(1).getTo()).isEmpty();
    }

    private static List<NetworkPolicyPeer> whoMayReach(Manifests k8s, Set<String> ports) {
        List<NetworkPolicyIngressRule> rules = k8s.networkPolicy().getSpec().getIngress().stream()
                .filter(rule -> ports(k8s, rule.getPorts()).equals(ports))
                .toList();
        return Manifests.one(rules, "rule for " + ports).getFrom();
    }

    /** Without a selector of namespaces a selector of pods means those of the policy's own. */
    private static void isTheGateways(Manifests k8s, NetworkPolicyPeer peer) {
        Map<String, String> gateways =
                k8s.networkPolicy().getSpec().getPodSelector().getMatchLabels();
        assertThat(peer.getPodSelector().getMatchLabels()).isEqualTo(gateways);
        assertThat(peer.getPodSelector().getMatchExpressions()).isEmpty();
        assertThat(peer.getNamespaceSelector()).isNull();
        assertThat(peer.getIpBlock()).isNull();
    }

    private static Set<String> clusterPorts(Manifests k8s) {
        return Set.of(k8s.port("cluster") + "/TCP", k8s.port("failure") + "/TCP", k8s.port("bus") + "/TCP");
    }

    private static Set<String> ports(Manifests k8s, List<NetworkPolicyPort> ports) {
        return ports.stream()
                .map(port -> k8s.port(port.getPort()) + "/" + (port.getProtocol() == null ? "TCP" : port.getProtocol()))
                .collect(Collectors.toSet());
    }
}
