package io.busport.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that is talked to in lines. Its standard error is among its output. Closing kills it. */
public final class LineProcess implements AutoCloseable {
    private static final int LIMIT_SECONDS = 10;
    private static final String END = "(end of output)";

    private final List<String> command;
    private final Process process;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    public LineProcess(String... command) {
        this.command = List.of(command);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader out = process.inputReader(UTF_8)) {
            out.lines().forEach(heard::add);
        } catch (IOException | UncheckedIOException e) {
            heard.add(String.valueOf(e));
        }
        heard.add(END);
    }

    public LineProcess say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The next line; waits for it. */
    public String hear() {
        try {
            String line = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(line)
                    .as("a line from %s within %d s", command, LIMIT_SECONDS)
                    .isNotNull();
            return String.valueOf(line);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The rest of the output, in one text; waits for the end of the program. */
    public String hearAll() {
        StringBuilder all = new StringBuilder();
        for (String line = hear(); !line.equals(END); line = hear()) {
            all.append(line).append('\n');
        }
        return all.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
