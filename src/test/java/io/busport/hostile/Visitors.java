package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.Pace;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Clients that come, hear an address of their own, say something to it, and vanish without a goodbye; every second one leaves a session
 * behind, which expires after a second.
 */
final class Visitors implements AutoCloseable {
    private static final int AT_A_TIME = 4;
    private static final Duration BETWEEN_VISITS = Duration.ofMillis(20);

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong visits = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Visitors(int port, long seed) {
        this.port = port;
        for (int n = 0; n < AT_A_TIME; n++) {
            Random random = new Random(seed + n);
            Thread thread = new Thread(() -> comeAndGo(random), "visitors-" + n);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    long visits() {
        return visits.get();
    }

    /** What went wrong, null as long as nothing has. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    private void comeAndGo(Random random) {
        try {
            Pace.every(BETWEEN_VISITS, () -> {
                visit(random, visits.incrementAndGet());
                return !done.get();
            });
        } catch (RuntimeException | AssertionError e) {
            failure.compareAndSet(null, e);
        }
    }

    private void visit(Random random, long number) {
        Speech speech = random.nextBoolean() ? Speech.BRIDGE : Speech.JSON_LINES;
        String address = "demo.visit." + number;
        try (Client client = new Client(speech, port)) {
            if (random.nextBoolean()) {
                client.say(Slowness.hello().put("session", new JsonObject().put("expiry", 1000)));
                var unused = client.hearObject("welcome");
                client.say(numbered(1, "register", address));
                client.say(numbered(2, "publish", address).put("body", number));
            } else {
                client.say(speech.register(address)).say(speech.publish(address, String.valueOf(number)));
            }
            assertThat(String.valueOf(client.hearObject("message").getValue("body")))
                    .isEqualTo(String.valueOf(number));
            if (random.nextBoolean()) {
                client.say(speech.ping()).reset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject numbered(int n, String type, String address) {
        return new JsonObject().put("type", type).put("n", n).put("address", address);
    }

    @Override
    public void close() {
        done.set(true);
        for (Thread thread : threads) {
            try {
                thread.join(30_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
