package io.busport;

import org.jline.utils.Signals;

/**
 * The exit code of a gateway. A JVM that is asked to end by SIGTERM runs its shutdown hooks and reports 143; to whoever asked, a clean
 * drain is a success and reports 0.
 */
final class ExitCode {
    private ExitCode() {}

    /** The launcher's shutdown hook closes Vert.x, and with it runs the drain; this only changes what is reported after it. */
    static void zeroOnSigterm() {
        var unused = Signals.register("TERM", () -> System.exit(0));
    }
}
