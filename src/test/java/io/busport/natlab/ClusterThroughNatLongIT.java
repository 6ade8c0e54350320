package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.natlab.Faults.Direction;
import io.busport.natlab.Faults.Unknown;
import io.busport.testing.Machine;
import io.busport.testing.Verdict;
import io.busport.testing.Verdict.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** As {@link ClusterEverydayLongIT}, on worse days: pods die at the worst moments, vanish, stand still, are parted, and come and go. */
@ExtendWith(Verdict.class)
@Timeout(180)
class ClusterThroughNatLongIT {
    /** The aim is 1 s. Three gateways that start and stop, their clients and the judge share two processors here. */
    static final Duration ROLLING = Duration.ofSeconds(2);

    static final Duration KILLED = Duration.ofSeconds(3);
    /** A frame without acknowledgement for 5 s, its probe without an answer for 5 s, and two seconds to make a new connection. */
    private static final Duration SILENT = Duration.ofSeconds(12);

    private static final Duration SILENT_FAST = Duration.ofSeconds(5);
    /** As {@link #SILENT}, and the first new connection may be tried through a node that is still dark, which takes 5 s. */
    private static final Duration NODE_GONE = SILENT.plusSeconds(5);

    private static final Duration MERGED = Duration.ofSeconds(15);

    private final Bearing bearing = new Bearing();
    private ClusterLab cluster = ClusterLab.up();

    @BeforeEach
    void require_python() {
        Machine.requirePrograms("python3");
    }

    @AfterEach
    void close_lab() {
        cluster.close();
    }

    @Test
    void killed_while_nobody_talks(Facts facts) {
        run("killed, idle", KILLED, facts, trial -> {
            trial.crew().say("pause");
            return () -> {
                trial.busiest().gateway().kill();
                trial.crew().say("go");
            };
        });
    }

    @Test
    void killed_in_mid_burst(Facts facts) {
        run("killed in mid-burst", KILLED, facts, trial -> {
            var pod = trial.busiest();
            return () -> {
                trial.crew().say("burst 50");
                pod.gateway().kill();
            };
        });
    }

    /**
     * For three seconds nothing passes, and then the home's NAT knows nobody any more, and says so. The clients come back with what they had to
     * say meanwhile, and the pod that took the busiest of them dies of it.
     */
    @Test
    void killed_in_mid_replay(Facts facts) {
        var faults = started().faults();
        try (var trial = new Trial(cluster)) {
            var before = Crew.events(Stream.of(trial.crew().witness(trial.crew().busiest())), "resumed");
            faults.onUnknownPackets("home", Unknown.RESET);
            faults.blackHole(Direction.BOTH);
            var cut = Duration.ofSeconds(3);
            await().atMost(cut.plusSeconds(1)).pollDelay(cut).until(() -> true);
            faults.forgetAll("home");
            faults.noBlackHole();
            trial.crew().awaitEvent(trial.crew().busiest(), "resumed", before);
            var silence = trial.silence(() -> trial.busiest().gateway().kill());
            judge(trial, "killed in mid-replay", silence, KILLED, facts);
        }
    }

    @Test
    void killed_in_mid_hand_over(Facts facts) {
        run("killed in mid-hand-over", KILLED, facts, trial -> {
            var pod = trial.busiest();
            var before = trial.crew().events("goaway");
            return () -> {
                pod.terminate();
                await().atMost(Duration.ofSeconds(10))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> trial.crew().events("goaway") > before);
                pod.gateway().kill();
            };
        });
    }

    /** One at a time: the second copy is there again before its keeper dies, too. */
    @Test
    void killed_and_then_the_pod_that_took_over(Facts facts) {
        started();
        try (var trial = new Trial(cluster)) {
            var first = trial.busiest();
            var silence = trial.silence(() -> first.gateway().kill());
            cluster.start(first.name());
            cluster.awaitTwoCopies();
            var again = trial.silence(() -> trial.busiest().gateway().kill());
            judge(trial, "killed, and killed again", longer(silence, again), KILLED, facts);
        }
    }

    @Test
    void a_pod_goes_dark(Facts facts) {
        run("pod black-holed", SILENT, facts, trial -> {
            var pod = trial.busiest();
            return () -> cluster.faults().dark(pod.name());
        });
    }

    @Test
    void a_pod_goes_dark_and_clients_notice_fast(Facts facts) {
        cluster.close();
        cluster = ClusterLab.up(Map.of("BUSPORT_CLUSTER_FAILURE_TIMEOUT", "2s"), Map.of());
        cluster.startAll();
        try (var trial = new Trial(cluster, "--pulse", "fast")) {
            var pod = trial.busiest();
            var silence = trial.silence(() -> cluster.faults().dark(pod.name()));
            judge(trial, "pod black-holed, fast profile", silence, SILENT_FAST, facts);
        }
    }

    /** When it goes on it still believes in its sessions, and nobody may hear of it. */
    @Test
    void a_pod_stands_still_and_goes_on(Facts facts) {
        started();
        try (var trial = new Trial(cluster)) {
            var pod = trial.busiest();
            var silence = trial.silence(() -> pod.gateway().freeze());
            pod.gateway().thaw();
            cluster.endpoints().await(ClusterLab.without());
            trial.crew().awaitTalk(16);
            judge(trial, "pod frozen", silence, SILENT, facts);
        }
    }

    @Test
    void all_pods_are_restarted_twice(Facts facts) {
        started();
        try (var trial = new Trial(cluster)) {
            var silence = trial.silence(() -> {
                cluster.rollingRestart();
                cluster.rollingRestart();
            });
            allAnswered(trial, "two rolling restarts", silence, facts);
        }
    }

    @Test
    void from_three_pods_to_one_and_back(Facts facts) {
        started();
        try (var trial = new Trial(cluster)) {
            var silence = trial.silence(() -> {
                cluster.stop("pod2", "pod3");
                cluster.start("pod2", "pod3");
            });
            allAnswered(trial, "scaled 3, 1, 3", silence, facts);
        }
    }

    @Test
    void a_third_pod_joins(Facts facts) {
        cluster.start("pod1", "pod2");
        try (var trial = new Trial(cluster)) {
            var silence = trial.silence(() -> cluster.start("pod3"));
            assertThat(trial.crew().events("lost")).as("%s", trial.crew()).isZero();
            allAnswered(trial, "a third pod joins", silence, facts);
        }
    }

    @Test
    void a_node_is_rebooted(Facts facts) {
        started();
        try (var trial = new Trial(cluster)) {
            var silence = trial.silence(() -> {
                cluster.crash("node2");
                var dark = Duration.ofSeconds(8);
                await().atMost(dark.plusSeconds(1)).pollDelay(dark).until(() -> true);
                cluster.powerOn("node2");
                cluster.start("pod3");
            });
            judge(trial, "node without power for 8 s", silence, NODE_GONE, facts);
        }
    }

    /** The pod that is alone says that it is not ready, by its canary; after the merge everybody hears everybody. */
    @Test
    void a_pod_is_parted_from_the_others_for_30_s(Facts facts) {
        // Three of its messages to itself have to be missing.
        cluster.close();
        cluster = ClusterLab.up(Map.of("BUSPORT_CLUSTER_CANARY", "2s"), Map.of());
        started();
        try (var trial = new Trial(cluster)) {
            cluster.faults().apart("pod3");
            var parted = Instant.now();
            cluster.endpoints().await(ClusterLab.without("pod3"));
            await().atMost(Duration.ofSeconds(40)).until(() -> Instant.now().isAfter(parted.plusSeconds(30)));
            var silence = trial.silence(() -> cluster.faults().apart());
            cluster.endpoints().await(ClusterLab.without());
            judge(trial, "one pod parted for 30 s; since the merge", silence, MERGED, facts);
        }
    }

    /** What a plain publisher said while nobody was there for a session is not kept: it is reported. */
    @Test
    void what_is_missed_of_a_plain_publisher_is_reported(Facts facts) {
        cluster.close();
        cluster = ClusterLab.up(
                Map.of(),
                Map.of("BUSPORT_SERVICES", "io.busport.service.EchoVerticle, " + NumbersVerticle.class.getName()));
        cluster.startAll();
        try (var trial = new Trial(cluster, "--also", NumbersVerticle.ADDRESS)) {
            var silence = trial.silence(() -> cluster.pod("pod2").gateway().kill());
            var missed = trial.crew().witnesses().values().stream()
                    .flatMap(client -> Missed.read(client, NumbersVerticle.NAME, NumbersVerticle.ADDRESS).stream())
                    .toList();
            facts.add("spans of a plain publisher that were missed: %d".formatted(missed.size()));
            assertThat(missed).as("%s", trial.crew()).allMatch(Missed::isReported);
            judge(trial, "killed, with a plain publisher", silence, KILLED, facts);
        }
    }

    /** What is done before the silence counts, and then what happens. */
    private interface Fault {
        Runnable in(Trial trial);
    }

    private void run(String title, Duration limit, Facts facts, Fault fault) {
        started();
        try (var trial = new Trial(cluster)) {
            judge(trial, title, trial.silence(fault.in(trial)), limit, facts);
        }
    }

    private ClusterLab started() {
        cluster.startAll();
        return cluster;
    }

    private void judge(Trial trial, String title, Duration silence, Duration limit, Facts facts) {
        try {
            // Whoever was away is back, and what it still has in its hands is nobody's any more.
            cluster.faults().dark();
            trial.judge(title, silence, limit, bearing);
        } finally {
            facts.add(bearing.toString());
            facts.add(Measured.machine());
        }
    }

    private void allAnswered(Trial trial, String title, Duration silence, Facts facts) {
        judge(trial, title, silence, ROLLING, facts);
        trial.assertAllAnswered();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
