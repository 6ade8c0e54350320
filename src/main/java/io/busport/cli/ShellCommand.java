package io.busport.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command of the shell that takes a text and gives one. */
final class ShellCommand {
    /** More is no answer: no frame could carry it. The command that writes it is stopped. */
    private static final int MOST_OUTPUT = 16 << 20;
    /** As `timeout` of the shell reports it. */
    private static final int TIMED_OUT = 124;
    /** Where it cannot even be run. */
    private static final int NOT_RUN = 126;

    private final String command;
    private final Duration timeout;

    /** @param timeout after which it is killed */
    ShellCommand(String command, Duration timeout) {
        this.command = command;
        this.timeout = timeout;
    }

    /**
     * What became of it.
     *
     * @param code 0: it worked
     * @param text standard output without the line end at its end, or the first line of standard error
     */
    record Result(int code, String text) {}

    /** Runs it once. Blocks. */
    Result run(String address, String input) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
        builder.environment().put("BUSPORT_ADDRESS", address);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Result(NOT_RUN, String.valueOf(e.getMessage()));
        }
        try {
            return result(process, input);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Result result(Process process, String input) {
        // All three at once: a pipe that nobody reads holds up the command, and with it the others.
        CompletableFuture<byte[]> out = inBackground(() -> readAll(process.getInputStream()));
        CompletableFuture<byte[]> err = inBackground(() -> readAll(process.getErrorStream()));
        var unused = inBackground(() -> write(process, input));
        // One that has ended may have left a child behind that holds its pipes: all of it has the same time.
        CompletableFuture<Result> result = process.onExit()
                .thenCombine(out, (ended, said) -> text(said))
                .thenCombine(err, (said, complaint) -> result(process.exitValue(), said, text(complaint)));
        return result.completeOnTimeout(
                        new Result(TIMED_OUT, "no result within " + timeout.toMillis() + " ms"),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS)
                .join();
    }

    private static Result result(int code, String said, String complaint) {
        return code == 0
                ? new Result(0, said.replaceFirst("\r?\n\\z", ""))
                : new Result(code, complaint.lines().findFirst().orElse("exit code " + code));
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> CompletableFuture<T> inBackground(Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        done.complete(work.run());
                    } catch (IOException e) {
                        done.completeExceptionally(new UncheckedIOException(e));
                    }
                },
                "busport-exec");
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static byte[] readAll(InputStream in) throws IOException {
        byte[] all = in.readNBytes(MOST_OUTPUT);
        in.close();
        return all;
    }

    private static boolean write(Process process, String input) throws IOException {
        // A command need not read what it is given: the pipe breaks, and nobody minds.
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return true;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
