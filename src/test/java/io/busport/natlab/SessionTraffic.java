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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One talker of the lab, in Java: hears an address, publishes numbered bodies to another, and writes down all that happens. The twin of
 * {@code src/test/python/traffic.py}, with the same words on its input and the same lines on its output.
 *
 * <pre>
 *   HOST:PORT[,HOST:PORT] NAME HEAR PUBLISH RATE [--dialect D] [--large N] [--state FILE] [--spool DIR] [--from I] [--heard I]
 *                                                   [--also HEAR] [--ask ADDRESS] [--pulse fast]
 *
 *   --large N   every N-th body has 8 KiB
 *   --from I    the first number, when a process before has published those below it with the same spool
 *   --heard I   a process before has written down what came up to here: when it comes again, and is marked so, it is passed over
 *   --also A    hears that address, too
 *   --ask A     asks there once a second, see {@link Asking}
 *   --pulse     fast notices a dead connection in 4 s instead of 12
 *
 *   ready                        it hears, and waits for `go`
 *   got FROM I EPOCHMS           a message was heard
 *   again FROM I                 one was passed over
 *   say I                        about to publish; only with a spool
 *   event JSON
 *   failed REASON
 *   sent N acked N failed K      after `stop`, when it is known of each what became of it
 * </pre>
 *
 * After {@code pause} nothing is published until the next {@code go}; {@code burst N} publishes N at once.
 */
final class SessionTraffic {
    private static final String PADDING = "x".repeat(8 << 10);

    private final Consumer<String> out;
    private final String name;
    private final String hear;
    private final String address;
    private final double rate;
    private final Map<String, String> options;
    private final int large;
    private final boolean spooled;
    private final long first;
    private final long heard;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong acked = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
    private @Nullable BusportClient client;
    private @Nullable Asking asking;
    private @Nullable ScheduledFuture<?> going;

    /** @param out takes whole lines, from several threads */
    SessionTraffic(
            String name, String hear, String publish, double rate, Map<String, String> options, Consumer<String> out) {
        this.out = out;
        this.name = name;
        this.hear = hear;
        this.address = publish;
        this.rate = rate;
        this.options = options;
        this.large = Integer.parseInt(options.getOrDefault("--large", "0"));
        this.spooled = options.containsKey("--spool");
        this.first = Long.parseLong(options.getOrDefault("--from", "1"));
        this.heard = Long.parseLong(options.getOrDefault("--heard", "0"));
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(Arrays.asList(args).subList(5, args.length));
        // In one go, so that a line is whole or not there when the process is killed.
        SessionTraffic traffic = new SessionTraffic(
                args[1], args[2], args[3], Double.parseDouble(args[4]), options, System.out::println);
        traffic.connect(Vertx.vertx(), args[0].split(","));
        var typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var word = typed.readLine(); word != null && !word.equals("end"); word = typed.readLine()) {
            traffic.obey(word);
        }
        traffic.close();
        System.exit(0);
    }

    static Map<String, String> options(List<String> words) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            options.put(words.get(i), words.get(i + 1));
        }
        return options;
    }

    void connect(Vertx vertx, String... gateways) throws Exception {
        client = done(BusportClient.connect(vertx, session(gateways)));
        var unused = done(client().subscribe(hear, this::heard));
        if (options.containsKey("--also")) {
            var unusedToo = done(client().subscribe(options.get("--also"), this::heard));
        }
        if (options.containsKey("--ask")) {
            asking = new Asking(client(), options.get("--ask"), name, out);
        }
        out.accept("ready");
    }

    private SessionOptions session(String... gateways) {
        SessionOptions session = SessionOptions.of(gateways).name(name).onEvent(this::happened);
        if (options.containsKey("--dialect")) {
            session = session.dialect(Dialect.valueOf(
                    options.get("--dialect").toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        if (options.containsKey("--state")) {
            session = session.stateFile(Path.of(options.get("--state")));
        }
        if (options.containsKey("--spool")) {
            session = session.spool(Path.of(options.get("--spool")));
        }
        if ("fast".equals(options.get("--pulse"))) {
            session = session.heartbeat(Duration.ofSeconds(2))
                    .silence(Duration.ofSeconds(2))
                    .probeAfter(Duration.ofSeconds(1))
                    .probeDeadline(Duration.ofSeconds(1))
                    .connectTimeout(Duration.ofSeconds(1))
                    .welcomeTimeout(Duration.ofSeconds(1));
        }
        return session;
    }

    void obey(String command) {
        String[] words = command.split(" ");
        switch (words[0]) {
            case "go" -> {
                long period = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
                // At a fixed rate: what was missed while the process stood still is made up for.
                going = publisher.scheduleAtFixedRate(this::publish, 0, period, TimeUnit.NANOSECONDS);
                if (asking != null) {
                    asking.go();
                }
            }
            case "pause" -> pause();
            case "burst" ->
                publisher.execute(() -> {
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        publish();
                    }
                });
            case "stop" -> stop();
            default -> throw new IllegalArgumentException(command + " (expected: go, pause, burst N or stop)");
        }
    }

    /** A full backlog slows this down; nothing is left out. */
    private void publish() {
        Pace.every(Duration.ofMillis(5), client()::writeQueueFull);
        long i = first + published.getAndIncrement();
        if (spooled) {
            out.accept("say " + i);
        }
        JsonObject body = new JsonObject().put("from", name).put("i", i).put("t", System.currentTimeMillis());
        if (large > 0 && i % large == 0) {
            body.put("padding", PADDING);
        }
        var unused = client().publish(address, body).onComplete(result -> {
            if (result.succeeded()) {
                acked.incrementAndGet();
            } else {
                out.accept("failed " + result.cause());
                failed.incrementAndGet();
            }
        });
    }

    private void pause() {
        if (going != null) {
            var unused = going.cancel(false);
        }
        if (asking != null) {
            asking.pause();
        }
    }

    private void stop() {
        pause();
        publisher.shutdown();
        Pace.every(Duration.ofMillis(5), () -> !publisher.isTerminated());
        if (asking != null) {
            asking.stop();
        }
        Pace.every(Duration.ofMillis(5), () -> acked.get() + failed.get() < published.get());
        // Acknowledgements are cumulative: one of ours covers those of the process before.
        long before = first - 1;
        out.accept("sent %d acked %d failed %d"
                .formatted(before + published.get(), acked.get() > 0 ? before + acked.get() : 0, failed.get()));
    }

    void close() throws Exception {
        done(client().close());
    }

    private void heard(Delivery delivery) {
        JsonObject body = (JsonObject) delivery.body();
        if (body == null) {
            throw new IllegalStateException("a body of null (expected: from, i and t)");
        }
        String who = body.getString("from");
        long i = body.getLong("i");
        boolean isRepeat = delivery.redelivered() && i <= heard;
        out.accept(isRepeat ? "again %s %d".formatted(who, i) : "got %s %d %d".formatted(who, i, body.getLong("t")));
    }

    private void happened(SessionEvent event) {
        out.accept("event "
                + new JsonObject()
                        .put("event", event.kind().name().toLowerCase(Locale.ROOT))
                        .put("at", System.currentTimeMillis())
                        .put("text", event.text())
                        .mergeIn(event.details())
                        .encode());
    }

    private BusportClient client() {
        if (client == null) {
            throw new IllegalStateException(name + " is not connected (expected: after connect)");
        }
        return client;
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
