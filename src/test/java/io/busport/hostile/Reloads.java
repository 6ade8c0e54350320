package io.busport.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes the configuration of a gateway again and again: other permissions, and now and then something that cannot be used. */
final class Reloads implements AutoCloseable {
    private static final String OPEN = "[messages, broadcast, {addressRegex: 'demo\\..+'}]";
    private static final List<String> VERSIONS = List.of(
            "permissions: {inbound: " + OPEN + ", outbound: " + OPEN + "}",
            "permissions: {inbound: [{addressRegex: 'demo('}], outbound: " + OPEN + "}",
            "permissions: {inbound: " + OPEN.replace("]", ", more]") + ", outbound: " + OPEN + "}",
            "permissions: nonsense");

    private final Path file;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reloads");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger written = new AtomicInteger();

    Reloads(Path file) {
        this.file = file;
        write();
    }

    void start() {
        var unused = clock.scheduleWithFixedDelay(this::write, 2, 2, TimeUnit.SECONDS);
    }

    int written() {
        return written.get();
    }

    /** In one step: half a file may be a valid one. */
    private void write() {
        try {
            String version = VERSIONS.get(written.getAndIncrement() % VERSIONS.size());
            Path whole = Files.writeString(file.resolveSibling("new"), version);
            var unused = Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        var unused = clock.shutdownNow();
    }

    @Override
    public void close() {
        stop();
    }
}
