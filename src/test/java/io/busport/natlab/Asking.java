package io.busport.natlab;

import io.busport.client.BusportClient;
import io.busport.client.Delivery;
import io.busport.testing.Pace;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks an echo service once a second, and writes down what became of each question.
 *
 * <pre>
 *   answered I
 *   unanswered I REASON          reported as failed
 *   misanswered I TEXT           something else came back than was asked
 *   asked N answered N failed K  after stop, when it is known of each
 * </pre>
 */
final class Asking {
    private final BusportClient client;
    private final String address;
    private final String name;
    private final Consumer<String> out;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private @Nullable ScheduledFuture<?> going;

    Asking(BusportClient client, String address, String name, Consumer<String> out) {
        this.client = client;
        this.address = address;
        this.name = name;
        this.out = out;
    }

    void go() {
        going = timer.scheduleAtFixedRate(this::ask, 0, 1, TimeUnit.SECONDS);
    }

    void pause() {
        if (going != null) {
            var unused = going.cancel(false);
        }
    }

    /** Returns when nothing is open any more. */
    void stop() {
        timer.shutdown();
        Pace.every(Duration.ofMillis(5), () -> !timer.isTerminated() || answered.get() + failed.get() < asked.get());
        out.accept("asked %d answered %d failed %d".formatted(asked.get(), answered.get(), failed.get()));
    }

    private void ask() {
        long i = asked.incrementAndGet();
        String question = name + " " + i;
        var unused = client.request(address, question).onComplete(answer -> note(i, question, answer));
    }

    private void note(long i, String question, AsyncResult<Delivery> answer) {
        if (answer.failed()) {
            out.accept("unanswered %d %s".formatted(i, answer.cause().getMessage()));
            failed.incrementAndGet();
        } else if (question.equals(answer.result().body())) {
            out.accept("answered " + i);
            answered.incrementAndGet();
        } else {
            out.accept("misanswered %d %s".formatted(i, answer.result().body()));
            answered.incrementAndGet();
        }
    }
}
