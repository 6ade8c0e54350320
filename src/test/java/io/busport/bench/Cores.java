package io.busport.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Who computes where: servers on one core, whoever loads them on another, so that neither takes time from the other. */
final class Cores {
    private static final String SERVER = "0";
    private static final String LOAD = "1";
    private static final boolean PINNED = Runtime.getRuntime().availableProcessors() > 1
            && run(
                    "taskset",
                    "-a",
                    "-p",
                    "-c",
                    LOAD,
                    String.valueOf(ProcessHandle.current().pid()));

    private Cores() {}

    /** Puts this process on its core for good, where the machine can do so. */
    static boolean pin() {
        return PINNED;
    }

    /** A command line that runs on the servers' core. */
    static List<String> server(List<String> command) {
        List<String> line = new ArrayList<>(PINNED ? List.of("taskset", "-c", SERVER) : List.of());
        line.addAll(command);
        return line;
    }

    private static boolean run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            var unused = process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // It is not installed.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
