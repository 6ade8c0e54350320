package io.busport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import picocli.CommandLine;

/**
 * Commands in this process. While it is open, standard output and error of the whole process are here: of one command at a time what it
 * prints, of all of them what they say.
 */
final class Run implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final InputStream in = System.in;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    Run() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    /** Runs a command to its end. @return its exit code */
    int now(String... arguments) {
        return new CommandLine(new Busport()).execute(arguments);
    }

    /** The same, with lines on its standard input. */
    int typing(String lines, String... arguments) {
        System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        return now(arguments);
    }

    /** Starts a command that listens, and waits until it says so. @return its exit code, some time */
    CompletableFuture<Integer> listening(String said, String... arguments) {
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> now(arguments));
        Awaitility.await().until(() -> code.isDone() || said().contains(said));
        assertThat(said()).contains(said);
        return code;
    }

    static int codeOf(CompletableFuture<Integer> command) {
        try {
            return command.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    List<String> printed() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
    }
}
