package io.busport.readme;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private Shell(String command, Map<String, String> environment) {
        this.command = command;
        try {
            out = Files.createTempFile("readme", ".out");
            err = Files.createTempFile("readme", ".err");
            // exec, so that a signal reaches the program and not the shell.
            String line = command.contains("|") ? command : "exec " + command;
            ProcessBuilder builder = new ProcessBuilder("bash", "-c", line)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Shell start(String command, Map<String, String> environment) {
        return new Shell(command, environment);
    }

    /** Runs a command to its end and checks what it printed, and that it said 0. */
    static void runAndCompare(Readme.Step step, Map<String, String> environment) throws InterruptedException {
        try (Shell shell = start(step.command(), environment)) {
            if (!shell.process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(shell.describe("an end within " + DEADLINE));
            }
            if (shell.process.exitValue() != 0
                    || !step.expected().matcher(shell.output().stripTrailing()).matches()) {
                throw new AssertionError(shell.describe("exit code 0 and " + step.output()));
            }
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

    private String output() {
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

    /** Ports nobody listens on at this moment, all different. */
    static List<Integer> freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket two = new ServerSocket(0)) {
            return List.of(one.getLocalPort(), two.getLocalPort());
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
