package io.busport.natlab;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A program on a host of the lab. Its lines are collected as they come; its standard input stays open until it is closed. */
final class LabProcess implements AutoCloseable {
    /** Generous: a JVM starts within it on a busy machine. Nothing that works waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What was said, and when it was read here: a few milliseconds later, or more on a busy machine. */
    record Line(Instant at, String text) {}

    private final String title;
    private final Process process;
    private final Writer input;
    private final Queue<Line> output = new ConcurrentLinkedQueue<>();
    private final Queue<Line> errors = new ConcurrentLinkedQueue<>();
    private final List<Thread> readers;

    LabProcess(String title, Process process) {
        this.title = title;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.readers = List.of(
                collect(process.inputReader(StandardCharsets.UTF_8), output),
                collect(process.errorReader(StandardCharsets.UTF_8), errors));
    }

    /** Types a line. */
    void say(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new AssertionError("cannot say '%s' to %s".formatted(line, this), e);
        }
    }

    /** Types a line and waits until the same line comes back. */
    void echo(String line) {
        say(line);
        awaitOutput(line);
    }

    void awaitOutput(String line) {
        try {
            await("'%s' from %s".formatted(line, title))
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("the process has ended", () -> !process.isAlive() && !hasSaid(line))
                    .until(() -> hasSaid(line));
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError("expected the line '%s' from %s".formatted(line, this), e);
        }
    }

    /** Everything on standard error so far. */
    String log() {
        return errors.stream().map(Line::text).collect(Collectors.joining(System.lineSeparator()));
    }

    /** Waits for the end. From then on output and errors are complete. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("expected an end within %s of %s".formatted(PATIENCE, this));
            }
            for (var reader : readers) {
                reader.join(PATIENCE.toMillis());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + this, e);
        }
    }

    /** Stops the program and its children where they are, as a pod that gets no processor: nothing of them ends, nothing answers. */
    void freeze() {
        freeze(process.toHandle());
    }

    /** They go on as if nothing had been. */
    void thaw() {
        process.descendants().forEach(child -> signal("CONT", child));
        signal("CONT", process.toHandle());
    }

    /** The program and its children end at once, without a word (SIGKILL). */
    void kill() {
        var all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** The program is asked to end (SIGTERM). What it says then is still collected. */
    void terminate() {
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).forEach(one -> signal("TERM", one));
    }

    /** From above, and the next only when the one above stands still: what is stopped cannot start another. */
    private static void freeze(ProcessHandle program) {
        signal("STOP", program);
        await("process %d to stop".formatted(program.pid()))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !program.isAlive() || state(program) == 'T');
        program.children().forEach(LabProcess::freeze);
    }

    /** As in {@code /proc/PID/stat}: after the command's name, which may itself hold a bracket. */
    private static char state(ProcessHandle program) throws IOException {
        var stat = Files.readString(Path.of("/proc/%d/stat".formatted(program.pid())));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    private static void signal(String name, ProcessHandle program) {
        try {
            var sent = new ProcessBuilder("bash", "-c", "kill -%s %d".formatted(name, program.pid()))
                    .redirectErrorStream(true)
                    .start();
            var said = new String(sent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (sent.waitFor() != 0 && program.isAlive()) {
                throw new AssertionError("SIG%s to process %d: %s".formatted(name, program.pid(), said));
            }
        } catch (IOException e) {
            throw new AssertionError("cannot send SIG" + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while sending SIG" + name, e);
        }
    }

    List<String> output() {
        return texts(output);
    }

    /** The output with its times. */
    List<Line> lines() {
        return List.copyOf(output);
    }

    List<String> errors() {
        return texts(errors);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private boolean hasSaid(String line) {
        return output.stream().anyMatch(one -> one.text().equals(line));
    }

    private static List<String> texts(Queue<Line> lines) {
        return lines.stream().map(Line::text).toList();
    }

    @Override
    public void close() {
        kill();
        var unused = exitCode();
    }

    /** What a failed test needs to know. */
    @Override
    public String toString() {
        return "%s (%s)%n  stdout: %s%n  stderr: %s"
                .formatted(
                        title,
                        process.isAlive() ? "running" : "ended with " + process.exitValue(),
                        tail(output),
                        tail(errors));
    }

    private static String tail(Queue<Line> lines) {
        var copy = texts(lines);
        return String.join("\n          ", copy.subList(Math.max(0, copy.size() - 12), copy.size()));
    }

    private static Thread collect(BufferedReader reader, Queue<Line> lines) {
        var thread = new Thread(() -> {
            try (reader) {
                reader.lines().forEach(text -> lines.add(new Line(Instant.now(), text)));
            } catch (UncheckedIOException | IOException e) {
                // The process was killed while it wrote: what it said before is kept.
                lines.add(new Line(Instant.now(), "(cut off: " + e.getMessage() + ")"));
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
