package io.busport.readme;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A command line typed into bash at the top of the project, as a reader of the README would. */
final class Shell implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final String command;
    private final Process process;
    private final Path out;
    private final Path err;

    private Shell(String command, Map<String, String> environment, ProcessBuilder builder) {
        this.command = command;
        try {
            out = Files.createTempFile("readme", ".out");
            err = Files.createTempFile("readme", ".err");
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Shell start(String command, Map<String, String> environment) {
        // exec, so that a signal reaches the program and not the shell.
        String line = command.contains("|") ? command : "exec " + command;
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line)
                .redirectInput(Path.of("/dev/null").toFile());
        return new Shell(command, environment, builder);
    }

    /** A terminal into which one line after the other is {@linkplain #type typed}. */
    static Shell terminal(Map<String, String> environment) {
        return new Shell("bash", environment, new ProcessBuilder("bash"));
    }

    void type(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Runs a command to its end and checks what it printed, and that it said 0. */
    static void runAndCompare(Readme.Step step, Map<String, String> environment) throws InterruptedException {
        try (Shell shell = start(step.command(), environment)) {
            shell.awaitEnd(step);
        }
    }

    /** Waits for the end, and checks what was printed, and that it said 0. */
    void awaitEnd(Readme.Step step) throws InterruptedException {
        if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(describe("an end within " + DEADLINE));
        }
        if (process.exitValue() != 0
                || !step.expected().matcher(output().stripTrailing()).matches()) {
            throw new AssertionError(describe("exit code 0 and " + step.output()));
        }
    }

    /** Waits until the program has printed these lines. */
    void awaitOutput(Pattern expected) {
        await().atMost(DEADLINE)
                .until(() -> !process.isAlive() || expected.matcher(output()).find());
        if (!expected.matcher(output()).find()) {
            throw new AssertionError(describe(expected.pattern()));
        }
    }

    /** Sends SIGTERM and waits for the end. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(describe("an end after SIGTERM"));
        }
        return process.exitValue();
    }

    String output() {
        return read(out);
    }

    private String describe(String expected) {
        return command + "\nprinted:\n" + output() + "\non standard error:\n" + read(err) + "\nexpected: " + expected;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
