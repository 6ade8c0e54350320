package io.busport.bench;

import io.busport.client.BusportClient;
import io.busport.client.SessionOptions;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages from a session to a session, each acknowledged, at gateways that run: both at one, or at two of a cluster.
 *
 * <pre>
 *   sessions PUBLISHER_HOST:PORT SUBSCRIBER_HOST:PORT [MESSAGES]
 * </pre>
 */
final class Gateways {
    private static final int MESSAGES = 50_000;
    private static final int OPEN = 256;
    private static final int ROUNDS = 5;
    private static final String ADDRESS = "demo.bench.sessions";
    private static final String BODY = "x".repeat(128);

    private Gateways() {}

    static void run(String... args) throws InterruptedException {
        int messages = args.length > 2 ? Integer.parseInt(args[2]) : MESSAGES;
        Vertx vertx = Vertx.vertx();
        AtomicLong heard = new AtomicLong();
        BusportClient subscriber =
                BusportClient.connect(vertx, SessionOptions.of(args[1])).await();
        var unused = subscriber
                .subscribe(ADDRESS, delivery -> heard.incrementAndGet())
                .await();
        BusportClient publisher =
                BusportClient.connect(vertx, SessionOptions.of(args[0])).await();
        for (int round = 0; round < ROUNDS; round++) {
            long before = heard.get();
            long began = System.nanoTime();
            publish(publisher, messages);
            while (heard.get() < before + messages) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %,.0f messages a second, heard %d%n",
                    round + 1,
                    messages / seconds,
                    messages);
        }
        publisher.close().await();
        subscriber.close().await();
        vertx.close().await();
    }

    /** So many open at a time; done when the last is acknowledged. */
    private static void publish(BusportClient publisher, int messages) throws InterruptedException {
        CountDownLatch acknowledged = new CountDownLatch(messages);
        AtomicLong left = new AtomicLong(messages);
        for (int i = 0; i < OPEN; i++) {
            next(publisher, left, acknowledged);
        }
        acknowledged.await();
    }

    private static void next(BusportClient publisher, AtomicLong left, CountDownLatch acknowledged) {
        if (left.getAndDecrement() > 0) {
            var unused = publisher.publish(ADDRESS, BODY).onComplete(v -> {
                acknowledged.countDown();
                next(publisher, left, acknowledged);
            });
        }
    }
}
