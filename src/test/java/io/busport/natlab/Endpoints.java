package io.busport.natlab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Keeps the Service's endpoints as a cluster would: each node's kubelet ({@code src/test/natlab/kubelet.py}) asks its pods whether they are
 * ready, and all nodes send new connections to those that are and are not asked to end. Of a node that is unreachable nothing is learned:
 * its pods stay endpoints, as they do in a cluster for 40 s.
 */
final class Endpoints implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String SCRIPT =
            LabScript.ROOT.resolve("src/test/natlab/kubelet.py").toString();
    /** Seconds, seconds, and failures in a row: as in k8s/base, with half of the period. */
    private static final List<String> PROBE = List.of("1", "1", "2");

    private static final int LOOK_MILLIS = 100;

    private final NatLab lab;
    private final List<Pod> pods;
    private final Map<String, LabProcess> kubelets = new HashMap<>();
    private final Set<String> unreachable = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> ready = new HashSet<>();
    private final Map<String, Integer> read = new HashMap<>();
    private volatile Set<String> now = Set.of();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    Endpoints(NatLab lab, List<Pod> pods) {
        this.lab = lab;
        this.pods = List.copyOf(pods);
        lab.endpoints();
        pods.stream().collect(Collectors.groupingBy(Pod::node)).forEach((node, its) -> {
            var command = Stream.of(
                    Stream.of("python3", "-B", SCRIPT),
                    PROBE.stream(),
                    its.stream().map(pod -> "%s=%s:8080".formatted(pod.name(), pod.address())));
            kubelets.put(node, lab.run(node, command.flatMap(part -> part).toArray(String[]::new)));
        });
        var unused = clock.scheduleWithFixedDelay(this::lookOrFail, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What its kubelet says is not heard for a while. */
    void unreachable(String node, boolean is) {
        if (is) {
            unreachable.add(node);
        } else {
            unreachable.remove(node);
        }
    }

    /** Where new connections go. */
    Set<String> now() {
        return now;
    }

    void await(Set<String> names) {
        try {
            Awaitility.await("endpoints " + names)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> now.equals(names) || failure.isPresent());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "expected the endpoints %s, and they are %s, of %s, by %s"
                            .formatted(names, now, pods, kubelets.values()),
                    e);
        }
        failure.ifPresent(e -> {
            throw new AssertionError(
                    "the endpoints %s are not kept any more, by %s".formatted(now, kubelets.values()), e);
        });
    }

    /** An executor drops a task that throws, and says nothing. */
    private void lookOrFail() {
        try {
            look();
        } catch (RuntimeException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    private void look() {
        kubelets.forEach((node, kubelet) -> {
            if (!unreachable.contains(node)) {
                var lines = kubelet.output();
                lines.subList(read.getOrDefault(node, 0), lines.size()).forEach(this::hear);
                read.put(node, lines.size());
            }
        });
        var next = pods.stream()
                .filter(pod -> ready.contains(pod.name()) && !pod.isLeaving())
                .map(Pod::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!next.equals(now)) {
            lab.endpoints(new ArrayList<>(next).toArray(String[]::new));
            now = next;
        }
    }

    private void hear(String line) {
        var words = line.split(" ");
        switch (words[0]) {
            case "ready" -> ready.add(words[1]);
            case "unready" -> ready.remove(words[1]);
            default -> throw new IllegalArgumentException("'%s': expected ready POD or unready POD".formatted(line));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the endpoints are still being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kubelets.values().forEach(LabProcess::close);
    }
}
