package io.busport.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the main thread waits for while messages come: enough of them, a failure, or Ctrl-C. May be told from any thread. */
final class Listening {
    private static final long GOODBYE_SECONDS = 5;

    /** Completes with what went wrong, empty when nothing did. */
    private final CompletableFuture<String> end = new CompletableFuture<>();

    private final CompletableFuture<Boolean> goodbye = new CompletableFuture<>();

    Listening() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted));
    }

    private void interrupted() {
        enough();
        // The main thread closes the client meanwhile.
        var unused = goodbye.completeOnTimeout(false, GOODBYE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** There is nothing more to wait for. */
    void enough() {
        end.complete("");
    }

    void fail(String why) {
        end.complete(why);
    }

    /** @return whether it ended without a failure */
    boolean await() {
        String why = end.join();
        if (!why.isEmpty()) {
            System.err.println(why);
        }
        return why.isEmpty();
    }

    /** The client is closed: the process may end. */
    void closed() {
        goodbye.complete(true);
    }
}
