package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.natlab.NatLab.Dial;
import io.busport.testing.Machine;
import io.busport.testing.Verdict;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lab's two nodes do what a cluster does, with gateways that know nothing of each other. Each test leaves three ready pods. */
@Timeout(60)
@ExtendWith(Verdict.class)
class ClusterLabLongIT {
    private static final Set<String> ALL = new TreeSet<>(ClusterLab.ALL);

    private static ClusterLab cluster;

    @BeforeAll
    static void open_lab() {
        Machine.requirePrograms("python3");
        cluster = ClusterLab.withoutCluster();
        cluster.startAll();
    }

    @AfterAll
    static void close_lab() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void each_pod_is_reached_through_each_node() {
        for (var pod : ClusterLab.ALL) {
            for (var other : ClusterLab.without(pod)) {
                cluster.pod(other).gateway().freeze();
            }
            cluster.endpoints().await(Set.of(pod));
            assertThat(dial("a", NatLab.GATEWAY)).isEqualTo(Dial.CONNECTED);
            assertThat(dial("b", NatLab.GATEWAY_2)).isEqualTo(Dial.CONNECTED);
            ClusterLab.without(pod)
                    .forEach(other -> cluster.pod(other).gateway().thaw());
            cluster.endpoints().await(ALL);
        }
    }

    @Test
    void a_pod_that_is_asked_to_end_is_no_endpoint_any_more_and_still_accepts() {
        var pod = cluster.pod("pod2");
        pod.terminate();
        cluster.endpoints().await(ClusterLab.without("pod2"));
        assertThat(pod.isRunning()).isTrue();
        assertThat(dial("node", pod.address() + ":8000")).isEqualTo(Dial.CONNECTED);
        assertThat(pod.gateway().exitCode()).isZero();
        cluster.start("pod2");
    }

    @Test
    void a_killed_pod_is_no_endpoint_soon() {
        cluster.pod("pod1").gateway().kill();
        cluster.endpoints().await(ClusterLab.without("pod1"));
        assertThat(dial("node", cluster.pod("pod1").address() + ":8000")).isEqualTo(Dial.REFUSED);
        cluster.start("pod1");
    }

    @Test
    void a_dark_pod_is_reached_by_nobody() {
        cluster.faults().dark("pod3");
        assertThat(dial("pod1", cluster.pod("pod3").address() + ":8000")).isEqualTo(Dial.NO_ANSWER);
        assertThat(dial("pod3", cluster.pod("pod1").address() + ":8000")).isEqualTo(Dial.NO_ANSWER);
        cluster.endpoints().await(ClusterLab.without("pod3"));
        cluster.faults().dark();
        cluster.endpoints().await(ALL);
    }

    @Test
    void pods_that_are_apart_are_reached_by_clients() {
        cluster.faults().apart("pod1");
        assertThat(dial("pod1", cluster.pod("pod2").address() + ":8000")).isEqualTo(Dial.NO_ANSWER);
        assertThat(dial("pod3", cluster.pod("pod1").address() + ":8000")).isEqualTo(Dial.NO_ANSWER);
        assertThat(dial("pod3", cluster.pod("pod2").address() + ":8000")).isEqualTo(Dial.CONNECTED);
        assertThat(dial("node2", cluster.pod("pod1").address() + ":8000")).isEqualTo(Dial.CONNECTED);
        cluster.faults().apart();
        assertThat(dial("pod1", cluster.pod("pod2").address() + ":8000")).isEqualTo(Dial.CONNECTED);
    }

    @Test
    void a_node_without_power_takes_its_pods_with_it() {
        cluster.crash("node2");
        assertThat(cluster.pod("pod3").isRunning()).isFalse();
        assertThat(dial("a", NatLab.GATEWAY_2)).isEqualTo(Dial.NO_ANSWER);
        assertThat(dial("pod1", cluster.pod("pod3").address() + ":8000")).isEqualTo(Dial.NO_ANSWER);
        assertThat(cluster.endpoints().now()).isEqualTo(ALL);
        cluster.powerOn("node2");
        assertThat(dial("a", NatLab.GATEWAY_2)).isNotEqualTo(Dial.NO_ANSWER);
        cluster.endpoints().await(ClusterLab.without("pod3"));
        cluster.start("pod3");
    }

    private static Dial dial(String host, String address) {
        return cluster.lab().dial(host, address);
    }
}
