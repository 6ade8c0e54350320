package io.busport.doctor.k8s;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The program {@code kubectl}, with whatever rights and context it has here. It only ever gets. Its methods block. */
public final class Kubectl {
    /** It could not be run, or it has refused; the message is its own. */
    static final class Failed extends Exception {
        Failed(String message) {
            super(message);
        }
    }

    private static final long SECONDS = 20;

    private final String program;
    private final String namespace;
    private final @Nullable String context;

    /**
     * @param program its name, or its path
     * @param context of its configuration; null for the current one
     */
    public Kubectl(String program, String namespace, @Nullable String context) {
        this.program = program;
        this.namespace = namespace;
        this.context = context;
    }

    String namespace() {
        return namespace;
    }

    /** One object. */
    JsonObject get(String kind, String name) throws Failed {
        return run(List.of("get", kind, name));
    }

    /** All of a kind; several kinds with commas. */
    List<JsonObject> list(String kinds, String... more) throws Failed {
        List<String> arguments = new ArrayList<>(List.of("get", kinds));
        arguments.addAll(List.of(more));
        return run(arguments).getJsonArray("items", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private JsonObject run(List<String> arguments) throws Failed {
        List<String> command = new ArrayList<>(List.of(program, "-n", namespace));
        if (context != null) {
            command.addAll(List.of("--context", context));
        }
        command.addAll(arguments);
        command.addAll(List.of("-o", "json", "--request-timeout", (SECONDS - 5) + "s"));
        try {
            // A file and not a pipe, so that nobody has to read while the program runs.
            Path complaint = Files.createTempFile("busport-kubectl", ".txt");
            try {
                return output(command, complaint);
            } finally {
                Files.deleteIfExists(complaint);
            }
        } catch (IOException e) {
            throw new Failed("cannot run " + program + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("interrupted");
        }
    }

    private JsonObject output(List<String> command, Path complaint) throws IOException, InterruptedException, Failed {
        Process process =
                new ProcessBuilder(command).redirectError(complaint.toFile()).start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new Failed("no answer within " + SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new Failed(lastLine(Files.readString(complaint), "exit code " + process.exitValue()));
            }
            return new JsonObject(said);
        } catch (DecodeException e) {
            throw new Failed("no JSON from " + String.join(" ", command));
        } finally {
            process.destroyForcibly();
        }
    }

    /** What went wrong on the way is written above it. */
    private static String lastLine(String text, String otherwise) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse(otherwise);
    }
}
