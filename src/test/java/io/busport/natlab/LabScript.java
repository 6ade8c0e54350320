package io.busport.natlab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** {@code natlab.sh} for one lab. Each call takes some 50 ms, and what it did is done when it returns. Any thread may call. */
final class LabScript {
    /** The project's folder. */
    static final Path ROOT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

    private static final String SCRIPT =
            ROOT.resolve("src/test/natlab/natlab.sh").toString();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String lab = "it-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());

    /** Whether this machine can run a lab; throws {@link ScriptFailed} with the reason if not. */
    static void probe() {
        var unused = run(List.of("probe"));
    }

    /** {@code natlab.sh VERB LAB ARGUMENTS}; its output. */
    List<String> call(String verb, String... arguments) {
        return run(Stream.concat(Stream.of(verb, lab), Arrays.stream(arguments)).toList());
    }

    /** Starts a command on a host. */
    LabProcess start(String host, Map<String, String> environment, Stream<String> command) {
        var arguments = Stream.concat(Stream.of("exec", lab, host), command).toList();
        var builder = command(arguments);
        builder.environment().putAll(environment);
        try {
            return new LabProcess(String.join(" ", arguments), builder.start());
        } catch (IOException e) {
            throw new AssertionError("cannot start " + arguments, e);
        }
    }

    private static List<String> run(List<String> arguments) {
        try (var process =
                new LabProcess(String.join(" ", arguments), command(arguments).start())) {
            if (process.exitCode() != 0) {
                throw new ScriptFailed(String.join("; ", process.errors()));
            }
            return process.output();
        } catch (IOException e) {
            throw new ScriptFailed(e.toString());
        }
    }

    private static ProcessBuilder command(List<String> arguments) {
        return new ProcessBuilder(
                Stream.concat(Stream.of(SCRIPT), arguments.stream()).toList());
    }

    /** The message is what the script has said about it. */
    static final class ScriptFailed extends RuntimeException {
        ScriptFailed(String message) {
            super(message);
        }
    }
}
