package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BusportProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a gateway holds at one moment: objects as its JVM counts them after a garbage collection, the rest as the kernel does. Linux only.
 *
 * @param heapBytes of everything that is still referred to
 * @param descriptors files and sockets
 * @param threads but for the pools of Vert.x, which fill up to their size and stay so
 * @param timers of Vert.x
 * @param registrations at the event bus
 */
record Census(
        long heapBytes,
        long descriptors,
        long threads,
        long timers,
        long registrations,
        long connections,
        long sessions) {
    /** {@code  12:   20   1120  io.busport.connection.Connection}; the last line is {@code Total 1234 56789}. */
    private static final Pattern ROW = Pattern.compile("(?m)^(?:\\s*\\d+:|Total)\\s+(\\d+)\\s+(\\d+)\\s*(\\S*)");

    static Census of(BusportProcess gateway) {
        Map<String, Long> objects = new HashMap<>();
        long bytes = 0;
        Matcher row = ROW.matcher(histogram(gateway.pid()));
        while (row.find()) {
            objects.put(row.group(3), Long.parseLong(row.group(1)));
            bytes = Long.parseLong(row.group(2)); // the last one is the total
        }
        return new Census(
                bytes,
                entries(gateway.pid(), "fd").size(),
                entries(gateway.pid(), "task").stream()
                        .filter(task -> !name(task).startsWith("vert.x-"))
                        .count(),
                objects.getOrDefault("io.vertx.core.impl.VertxImpl$InternalTimerHandler", 0L),
                objects.getOrDefault("io.vertx.core.eventbus.impl.HandlerHolder", 0L),
                objects.getOrDefault("io.busport.connection.Connection", 0L),
                objects.getOrDefault("io.busport.session.Session", 0L));
    }

    private static String histogram(long pid) {
        try {
            // Counting the objects collects the garbage first.
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(jcmd.waitFor()).as(said).isZero();
            assertThat(said).contains("Total ");
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException gone) {
            return "";
        }
    }

    private static List<Path> entries(long pid, String directory) {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid + "/" + directory))) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Holds for the end when it is the start again. A heap is never the same to the byte: how the last thousands of connections ended is
     * remembered, and classes are loaded late. Threads and descriptors of the JVM's own come and go by a few.
     */
    void assertBackAt(Census start) {
        assertThat(heapBytes).as("heap in use, from %s to %s", start, this).isLessThan(start.heapBytes + HEAP_SLACK);
        assertThat(descriptors)
                .as("descriptors, from %s to %s", start, this)
                .isLessThanOrEqualTo(start.descriptors + SLACK);
        assertThat(threads).as("threads, from %s to %s", start, this).isLessThanOrEqualTo(start.threads + SLACK);
        assertThat(timers).as("timers, from %s to %s", start, this).isEqualTo(start.timers);
        assertThat(registrations)
                .as("registrations, from %s to %s", start, this)
                .isEqualTo(start.registrations);
        assertThat(connections).as("connections, from %s to %s", start, this).isEqualTo(start.connections);
        assertThat(sessions).as("sessions, from %s to %s", start, this).isEqualTo(start.sessions);
    }

    private static final long HEAP_SLACK = 10 << 20;
    private static final long SLACK = 8;

    @Override
    public String toString() {
        return "heap " + (heapBytes >> 20) + " MiB, descriptors " + descriptors + ", threads " + threads + ", timers "
                + timers + ", registrations " + registrations + ", connections " + connections + ", sessions "
                + sessions;
    }
}
