package io.busport.bench;

import io.busport.bench.BenchServer.Kind;
import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Busport beside the official bridge and a bare echo server, on this machine, in one run. Prints tables in Markdown.
 *
 * <p>Every server is a process of its own with one event loop on one core; the clients are this process, on another. Rounds are
 * interleaved, so that what disturbs the machine disturbs all; the median of the rounds is what counts.
 */
final class Comparison {
    /** How long all of it takes: rounds, seconds of load before anything counts, then before and during each round. */
    private record Plan(int rounds, double first, double warmup, double measured, int idle) {
        static final Plan FULL = new Plan(5, 8, 1, 3, 10_000);
        static final Plan QUICK = new Plan(1, 3, 0.5, 1.5, 2000);
    }

    private static final Candidate OFFICIAL = new Candidate("official bridge", Kind.OFFICIAL, Dialect.BRIDGE);
    private static final Candidate BARE = new Candidate("bare echo, no event bus", Kind.ECHO, Dialect.BINARY);
    private static final List<Candidate> ALL = List.of(
            new Candidate("Busport", Kind.BUSPORT, Dialect.TEXT),
            new Candidate("Busport", Kind.BUSPORT, Dialect.JSON_LINES),
            new Candidate("Busport", Kind.BUSPORT, Dialect.BRIDGE),
            new Candidate("Busport", Kind.BUSPORT, Dialect.BINARY),
            OFFICIAL,
            BARE);
    private static final List<Candidate> ON_THE_BUS = ALL.stream()
            .filter(c -> c.dialect() == Dialect.BRIDGE || (c.dialect() == Dialect.BINARY && !c.equals(BARE)))
            .toList();

    private static final int CONNECTIONS = 64;
    private static final int OUTSTANDING = 32;
    private static final int SIZE = 128;
    private static final int SUBSCRIBERS = 100;

    private record Candidate(String name, Kind kind, Dialect dialect) {
        String row() {
            return "| " + name + " | " + dialect.label() + " | ";
        }
    }

    /** One round of echoes against one server. */
    private record Echoes(double perSecond, double cpuMicros, double busy, LoadReport report) {}

    private final Plan plan;
    private final Map<Candidate, ServerProcess> servers = new LinkedHashMap<>();
    private boolean faults;

    private Comparison(Plan plan) {
        this.plan = plan;
    }

    /** @return whether every answer was right */
    static boolean run(boolean quick) {
        return new Comparison(quick ? Plan.QUICK : Plan.FULL).run();
    }

    private boolean run() {
        System.out.println(Surroundings.describe() + "\n");
        try {
            ALL.forEach(c -> servers.put(c, new ServerProcess(c.kind())));
            ALL.forEach(c -> echo(c, 0, plan.first, 0.1));
            double official = throughput();
            latency(Math.max(1000, (long) official / 2 / 1000 * 1000));
        } finally {
            servers.values().forEach(ServerProcess::close);
            servers.clear();
        }
        fanOut();
        idle();
        return !faults;
    }

    // --- echo

    private double throughput() {
        Map<Candidate, List<Echoes>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < plan.rounds; i++) {
            for (Candidate c : ALL) {
                rounds.computeIfAbsent(c, key -> new ArrayList<>()).add(echo(c, 0, plan.warmup, plan.measured));
            }
        }
        double official = median(rounds.getOrDefault(OFFICIAL, List.of()), Echoes::perSecond);
        double bare = median(rounds.getOrDefault(BARE, List.of()), Echoes::perSecond);
        say("### Echo: %d connections with %d requests open each, %d bytes", CONNECTIONS, OUTSTANDING, SIZE);
        say("");
        say(
                "| server | dialect | echoes per second | of the official bridge | of bare echo | CPU per echo | its core was busy |");
        say("|---|---|--:|--:|--:|--:|--:|");
        rounds.forEach((c, r) -> say(
                "%s%,.0f | %.2f x | %.2f x | %.2f µs | %.0f %% |",
                c.row(),
                median(r, Echoes::perSecond),
                median(r, Echoes::perSecond) / official,
                median(r, Echoes::perSecond) / bare,
                median(r, Echoes::cpuMicros),
                100 * median(r, Echoes::busy)));
        say("");
        return official;
    }

    private void latency(long rate) {
        Map<Candidate, List<Echoes>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(3, plan.rounds); i++) {
            for (Candidate c : ALL) {
                rounds.computeIfAbsent(c, key -> new ArrayList<>()).add(echo(c, rate, plan.warmup, plan.measured));
            }
        }
        say("### Latency at %,d requests per second, half of what the official bridge can do", rate);
        say("");
        say("From the time a request was due, not from when it could be sent. Microseconds.");
        say("");
        say("| server | dialect | p50 | p90 | p99 | p99.9 | CPU per echo |");
        say("|---|---|--:|--:|--:|--:|--:|");
        rounds.forEach((c, r) -> say(
                "%s%,.0f | %,.0f | %,.0f | %,.0f | %.2f µs |",
                c.row(),
                median(r, e -> e.report.latencyNanos(50) / 1e3),
                median(r, e -> e.report.latencyNanos(90) / 1e3),
                median(r, e -> e.report.latencyNanos(99) / 1e3),
                median(r, e -> e.report.latencyNanos(99.9) / 1e3),
                median(r, Echoes::cpuMicros)));
        say("");
    }

    private Echoes echo(Candidate c, long rate, double warmup, double measured) {
        ServerProcess server = server(c);
        Load load = new Load(
                "127.0.0.1",
                server.port(),
                c.dialect(),
                BenchServer.ADDRESS,
                CONNECTIONS,
                OUTSTANDING,
                SIZE,
                millis(warmup),
                millis(measured),
                0,
                rate,
                1);
        long before = server.eventLoopNanos();
        LoadReport report = LoadGenerator.run(load, n -> {}).await();
        double cpu = server.eventLoopNanos() - before;
        if (!report.isClean()) {
            faults = true;
            say("**%s, %s: %s**%n", c.name(), c.dialect().label(), report);
        }
        long sent = report.toJson().getLong("sent");
        return new Echoes(report.throughput(), cpu / 1e3 / sent, cpu / 1e9 / (warmup + measured), report);
    }

    private ServerProcess server(Candidate c) {
        return Objects.requireNonNull(servers.get(c), c.name());
    }

    // --- fan-out

    private void fanOut() {
        Map<Candidate, List<Double>> rounds = new LinkedHashMap<>();
        ON_THE_BUS.forEach(c -> servers.put(c, new ServerProcess(c.kind())));
        Vertx vertx = vertx();
        try {
            ON_THE_BUS.forEach(c -> deliveries(vertx, c, plan.first / 2));
            for (int i = 0; i < Math.min(3, plan.rounds); i++) {
                for (Candidate c : ON_THE_BUS) {
                    rounds.computeIfAbsent(c, key -> new ArrayList<>()).add(deliveries(vertx, c, plan.measured));
                }
            }
        } finally {
            vertx.close().await();
            servers.values().forEach(ServerProcess::close);
            servers.clear();
        }
        double official = median(rounds.getOrDefault(OFFICIAL, List.of()), d -> d);
        say("### Fan-out: one client publishes, %d hear it, %d bytes", SUBSCRIBERS, SIZE);
        say("");
        say("| server | dialect | deliveries per second | of the official bridge |");
        say("|---|---|--:|--:|");
        rounds.forEach((c, r) -> say("%s%,.0f | %.2f x |", c.row(), median(r, d -> d), median(r, d -> d) / official));
        say("");
    }

    private double deliveries(Vertx vertx, Candidate c, double measured) {
        Audience audience = new Audience(server(c).port(), c.dialect(), SUBSCRIBERS);
        String id = vertx.deployVerticle(audience).await();
        long delivered = audience.run(
                        millis(plan.warmup).toMillis(), millis(measured).toMillis())
                .await();
        vertx.undeploy(id).await();
        return delivered / measured;
    }

    // --- memory

    private void idle() {
        say("### Memory of an idle connection: %,d of them, each after one ping (text: one message)", plan.idle);
        say("");
        say("| server | dialect | heap | of it direct buffers | resident, outside the heap |");
        say("|---|---|--:|--:|--:|");
        for (Candidate c : ALL) {
            if (!c.equals(BARE)) {
                idle(c);
            }
        }
        say("");
    }

    private void idle(Candidate c) {
        Vertx vertx = vertx();
        try (ServerProcess server = new ServerProcess(c.kind())) {
            var unused = vertx.deployVerticle(new IdleCrowd(server.port(), c.dialect(), 100))
                    .await();
            JsonObject before = server.memory();
            var unusedToo = vertx.deployVerticle(new IdleCrowd(server.port(), c.dialect(), plan.idle))
                    .await();
            JsonObject after = server.memory();
            say(
                    "%s%,.0f bytes | %,.0f bytes | %,.0f bytes |",
                    c.row(),
                    each(before, after, "heap"),
                    each(before, after, "direct"),
                    each(before, after, "resident"));
        } finally {
            vertx.close().await();
        }
    }

    private double each(JsonObject before, JsonObject after, String what) {
        return (double) (after.getLong(what) - before.getLong(what)) / plan.idle;
    }

    // --- all of them

    private static Vertx vertx() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static <T> double median(List<T> rounds, ToDoubleFunction<T> what) {
        double[] values = rounds.stream().mapToDouble(what).sorted().toArray();
        return values[values.length / 2];
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
