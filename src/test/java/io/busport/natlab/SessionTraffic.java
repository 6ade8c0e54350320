package io.busport.natlab;

import io.busport.client.BusportClient;
import io.busport.client.Delivery;
import io.busport.client.SessionEvent;
import io.busport.client.SessionOptions;
import io.busport.testing.Pace;
import io.busport.wire.Dialect;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One talker of the lab, in Java: hears an address, publishes numbered bodies to another, and writes down all that happens. The twin of
 * {@code src/test/python/traffic.py}, with the same words on its input and the same lines on its output.
 *
 * <pre>
 *   HOST:PORT[,HOST:PORT] NAME HEAR PUBLISH RATE [--dialect D] [--large N] [--state FILE] [--spool DIR] [--from I] [--heard I]
 *
 *   --large N   every N-th body has 8 KiB
 *   --from I    the first number, when a process before has published those below it with the same spool
 *   --heard I   a process before has written down what came up to here: when it comes again, and is marked so, it is passed over
 *
 *   ready                        it hears, and waits for `go`
 *   got FROM I EPOCHMS           a message was heard
 *   again FROM I                 one was passed over
 *   say I                        about to publish; only with a spool
 *   event JSON
 *   failed REASON
 *   sent N acked N failed K      after `stop`, when it is known of each what became of it
 * </pre>
 */
final class SessionTraffic {
    private static final String PADDING = "x".repeat(8 << 10);

    private final String name;
    private final String address;
    private final double rate;
    private final int large;
    private final boolean spooled;
    private final long first;
    private final long heard;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong acked = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();

    private SessionTraffic(String name, String address, double rate, Map<String, String> options) {
        this.name = name;
        this.address = address;
        this.rate = rate;
        this.large = Integer.parseInt(options.getOrDefault("--large", "0"));
        this.spooled = options.containsKey("--spool");
        this.first = Long.parseLong(options.getOrDefault("--from", "1"));
        this.heard = Long.parseLong(options.getOrDefault("--heard", "0"));
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(Arrays.asList(args).subList(5, args.length));
        SessionTraffic traffic = new SessionTraffic(args[1], args[3], Double.parseDouble(args[4]), options);
        SessionOptions session =
                SessionOptions.of(args[0].split(",")).name(args[1]).onEvent(SessionTraffic::happened);
        if (options.containsKey("--dialect")) {
            var unused = session.dialect(Dialect.valueOf(
                    options.get("--dialect").toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        if (options.containsKey("--state")) {
            var unused = session.stateFile(Path.of(options.get("--state")));
        }
        if (options.containsKey("--spool")) {
            var unused = session.spool(Path.of(options.get("--spool")));
        }
        BusportClient client = done(BusportClient.connect(Vertx.vertx(), session));
        var unused = done(client.subscribe(args[2], traffic::heard));
        line("ready");
        traffic.obey(client);
        done(client.close());
        System.exit(0);
    }

    private static Map<String, String> options(List<String> words) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            options.put(words.get(i), words.get(i + 1));
        }
        return options;
    }

    private void obey(BusportClient client) throws IOException, InterruptedException {
        var typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var word = typed.readLine(); word != null && !word.equals("end"); word = typed.readLine()) {
            if (word.equals("go")) {
                long period = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
                // At a fixed rate: what was missed while the process stood still is made up for.
                var unused = publisher.scheduleAtFixedRate(() -> publish(client), 0, period, TimeUnit.NANOSECONDS);
            } else if (word.equals("stop")) {
                stop();
            }
        }
    }

    /** A full backlog slows this down; nothing is left out. */
    private void publish(BusportClient client) {
        Pace.every(Duration.ofMillis(5), client::writeQueueFull);
        long i = first + published.getAndIncrement();
        if (spooled) {
            line("say " + i);
        }
        JsonObject body = new JsonObject().put("from", name).put("i", i).put("t", System.currentTimeMillis());
        if (large > 0 && i % large == 0) {
            body.put("padding", PADDING);
        }
        var unused = client.publish(address, body).onComplete(result -> {
            if (result.succeeded()) {
                acked.incrementAndGet();
            } else {
                line("failed " + result.cause());
                failed.incrementAndGet();
            }
        });
    }

    private void stop() throws InterruptedException {
        publisher.shutdown();
        var unused = publisher.awaitTermination(1, TimeUnit.MINUTES);
        Pace.every(Duration.ofMillis(5), () -> acked.get() + failed.get() < published.get());
        // Acknowledgements are cumulative: one of ours covers those of the process before.
        long before = first - 1;
        line("sent %d acked %d failed %d"
                .formatted(before + published.get(), acked.get() > 0 ? before + acked.get() : 0, failed.get()));
    }

    private void heard(Delivery delivery) {
        JsonObject body = (JsonObject) delivery.body();
        if (body == null) {
            throw new IllegalStateException("a body of null (expected: from, i and t)");
        }
        String who = body.getString("from");
        long i = body.getLong("i");
        boolean isRepeat = delivery.redelivered() && i <= heard;
        line(isRepeat ? "again %s %d".formatted(who, i) : "got %s %d %d".formatted(who, i, body.getLong("t")));
    }

    private static void happened(SessionEvent event) {
        line("event "
                + new JsonObject()
                        .put("event", event.kind().name().toLowerCase(Locale.ROOT))
                        .put("at", System.currentTimeMillis())
                        .put("text", event.text())
                        .mergeIn(event.details())
                        .encode());
    }

    /** In one go, so that a line is whole or not there when the process is killed. */
    private static void line(String line) {
        System.out.println(line);
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
