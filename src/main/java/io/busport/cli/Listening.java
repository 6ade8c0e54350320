package io.busport.cli;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the main thread waits for while messages come: enough of them, a failure, or Ctrl-C. */
final class Listening {
    private static final long GOODBYE_SECONDS = 5;

    /** Completes with what went wrong, empty when nothing did. */
    private final CompletableFuture<String> end = new CompletableFuture<>();

    private final CompletableFuture<Boolean> goodbye = new CompletableFuture<>();

    // Of the client's event loop.
    private long most = Long.MAX_VALUE;
    private long begun;
    private long finished;

    /** @param count how many messages are enough; null: any number of them is not */
    void until(@Nullable Long count) {
        most = count == null ? Long.MAX_VALUE : count;
    }

    /**
     * Deals with a message, unless there were enough. What is left has no end: it is not acknowledged, and comes again to whoever goes on
     * with the session.
     */
    Future<?> take(Supplier<Future<?>> work) {
        if (begun == most) {
            return Promise.promise().future();
        }
        begun++;
        // Whoever closes the client does it after this, and after the acknowledgement that follows it.
        return work.get().onComplete(result -> {
            if (++finished == most) {
                end.complete("");
            }
        });
    }

    private void interrupted() {
        end.complete("");
        // The main thread closes the client meanwhile.
        var unused = goodbye.completeOnTimeout(false, GOODBYE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** May be told from any thread. */
    void fail(String why) {
        end.complete(why);
    }

    /** @return whether it ended without a failure */
    boolean await() {
        // Not before: every command is made when any one of them runs, and none of the others may hold up its end.
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted));
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
