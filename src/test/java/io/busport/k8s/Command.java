package io.busport.k8s;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of this machine to its end. */
final class Command {
    private static final long DEADLINE_SECONDS = 120;

    private Command() {}

    /**
     * @return what it wrote to its standard output
     * @throws IOException when it is not there, says anything but 0, or does not end
     */
    static String run(Path folder, List<String> command) throws IOException {
        Path output = Files.createTempFile("command", ".out");
        Path errors = Files.createTempFile("command", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " did not end within " + DEADLINE_SECONDS + " s");
            }
            String out = Files.readString(output, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(
                        command + " ended with " + process.exitValue() + ":\n" + Files.readString(errors) + out);
            }
            return out;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(command + " was not waited for");
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
