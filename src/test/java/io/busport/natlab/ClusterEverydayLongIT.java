package io.busport.natlab;

import io.busport.testing.Machine;
import io.busport.testing.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Twenty sessions behind the home's NAT, two hundred messages a second, through a NodePort to three gateways of which one is killed, or all
 * are replaced. Nothing is lost, nothing comes twice, nothing out of order. The worse days are in {@link ClusterThroughNatLongIT}.
 */
@Timeout(120)
@ExtendWith(Verdict.class)
class ClusterEverydayLongIT {
    private static final Bearing BEARING = new Bearing();
    private static ClusterLab cluster;

    @BeforeAll
    static void open_lab() {
        Machine.requirePrograms("python3");
        cluster = ClusterLab.up();
        cluster.startAll();
    }

    @AfterAll
    static void close_lab() {
        if (cluster != null) {
            System.out.println(BEARING + System.lineSeparator() + Measured.machine());
            cluster.close();
        }
    }

    @Test
    void the_busiest_pod_is_killed() {
        try (var trial = new Trial(cluster)) {
            var pod = trial.busiest();
            var silence = trial.silence(() -> pod.gateway().kill());
            cluster.start(pod.name());
            trial.judge("busiest pod killed", silence, ClusterThroughNatLongIT.KILLED, BEARING);
        }
    }

    @Test
    void all_pods_are_restarted_one_after_the_other() {
        try (var trial = new Trial(cluster)) {
            var silence = trial.silence(cluster::rollingRestart);
            trial.judge("rolling restart", silence, ClusterThroughNatLongIT.ROLLING, BEARING);
            trial.assertAllAnswered();
        }
    }
}
