package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A {@link Crew} that talks while something happens to its cluster, and is judged afterwards. */
final class Trial implements AutoCloseable {
    /** On each path, after a fault: two seconds of talk. */
    private static final int AFTERWARDS = 16;

    private final ClusterLab cluster;
    private final Crew crew;

    /** @param more arguments of the clients */
    Trial(ClusterLab cluster, String... more) {
        this.cluster = cluster;
        this.crew = new Crew(cluster.lab(), more).talk();
    }

    Crew crew() {
        return crew;
    }

    /** The pod whose end hurts most. */
    Pod busiest() {
        return cluster.ownerOf(crew.busiest());
    }

    /** Lets it happen, and returns when everybody has talked for a while again: the longest silence of any path meanwhile. */
    Duration silence(Runnable happens) {
        var begin = Instant.now();
        happens.run();
        try {
            crew.awaitTalk(AFTERWARDS);
        } finally {
            keep("silence");
        }
        return Bearing.longestSilence(crew, begin, Instant.now());
    }

    /** The end of all talk. Nothing is lost, doubled or out of order, and no path was silent for longer than the limit. */
    void judge(String title, Duration silence, Duration limit, Bearing bearing) {
        var row = "";
        try {
            crew.settle();
        } finally {
            if (crew.hasSaidAll()) {
                row = bearing.add(title, crew, silence);
            }
            keep(title);
        }
        assertThat(crew.flows())
                .as("%s%n%s", row, crew)
                .allSatisfy(flow -> assertThat(flow.lost()).isEmpty());
        assertThat(Bearing.misanswered(crew)).as("%s", row).isEmpty();
        assertThat(silence).as("%s%n%s%n%s", row, crew, cluster).isLessThan(Measured.onThisMachine(limit));
    }

    /** What everybody has seen, for whoever wants to know why. */
    private void keep(String title) {
        try {
            var file = Path.of("target", "trials", title.replaceAll("[^a-z0-9]+", "-") + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    crew + System.lineSeparator() + Bearing.silences(crew) + System.lineSeparator() + cluster.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For what a cluster does on purpose: no question may have failed either. */
    void assertAllAnswered() {
        assertThat(Bearing.unanswered(crew)).as("unanswered%n%s", crew).isZero();
    }

    @Override
    public void close() {
        crew.close();
    }
}
