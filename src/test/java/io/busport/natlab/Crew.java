package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.natlab.LabProcess.Line;
import io.busport.natlab.Ledger.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * Twenty session clients behind the home's NAT, ten on each of its hosts, in pairs that talk both ways; and each asks a service, too.
 * About two hundred messages a second in all. Those of one host and language share a process.
 *
 * <pre>
 *   host a            host b
 *   a1 … a6  Java ◄─► Java   b1 … b6      a1 and b1 talk twice as fast as the others: {@link #busiest}
 *   a7, a8   Java ◄─► Python b7, b8
 *   a9       Python ◄─► Java   b9
 *   a10      Python ◄─► Python b10
 * </pre>
 */
final class Crew implements AutoCloseable {
    static final String SERVICE = "messages";

    private static final int PAIRS = 10;
    private static final int RATE = 8;
    /** How long everybody talks before anything happens: processes that have just begun are slow by themselves. */
    private static final int START_SECONDS = 2;
    /** The longest that anything is waited for: an answer that does not come is given up after 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path SCRIPT = LabScript.ROOT.resolve("src/test/python/crowd.py");

    /** Names and addresses of crews that talk to the same cluster do not meet. */
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String id = "crew" + COUNT.incrementAndGet();
    private final List<LabProcess> processes = new ArrayList<>();

    /** @param more arguments of all of them */
    Crew(NatLab lab, String... more) {
        start(lab, "a", false, more);
        start(lab, "a", true, more);
        start(lab, "b", false, more);
        start(lab, "b", true, more);
    }

    private void start(NatLab lab, String host, boolean python, String... more) {
        var other = host.equals("a") ? "b" : "a";
        var talkers = IntStream.rangeClosed(1, PAIRS)
                .filter(pair -> python == isPython(host + pair))
                .mapToObj(pair -> {
                    var name = name(host, pair);
                    return "%s=demo.%s=demo.%s=%d"
                            .formatted(name, name, name(other, pair), pair == 1 ? 2 * RATE : RATE);
                })
                .collect(Collectors.joining(","));
        // Half of them know the nodes in the other order.
        var gateways = Stream.of(NatLab.GATEWAY, NatLab.GATEWAY_2)
                .sorted(host.equals("a") ? Comparator.naturalOrder() : Comparator.reverseOrder())
                .collect(Collectors.joining(","));
        var arguments = new ArrayList<>(List.of(gateways, talkers, "--ask", SERVICE));
        arguments.addAll(Arrays.asList(more));
        if (python) {
            arguments.addAll(0, List.of("python3", "-B", SCRIPT.toString()));
            processes.add(lab.run(host, arguments.toArray(String[]::new)));
        } else {
            processes.add(lab.product(host, SessionCrowd.class, arguments.toArray()));
        }
    }

    /** The client with the most to do. */
    String busiest() {
        return name("a", 1);
    }

    private String name(String host, int pair) {
        return "%s-%s%d".formatted(id, host, pair);
    }

    private static boolean isPython(String name) {
        return List.of("b7", "b8", "a9", "a10", "b10").contains(name);
    }

    /** Returns when everybody hears everybody. */
    Crew talk() {
        until("everybody is ready", () -> everybodySaid("ready"));
        say("go");
        return awaitTalk(START_SECONDS * RATE);
    }

    /** As many messages more on each path. */
    Crew awaitTalk(int messages) {
        var before = flows().stream().map(flow -> flow.heard().size()).toList();
        until("%d messages more on each path".formatted(messages), () -> {
            var now = flows().stream().map(flow -> flow.heard().size()).toList();
            return IntStream.range(0, now.size()).allMatch(i -> now.get(i) >= before.get(i) + messages);
        });
        return this;
    }

    /** {@code go}, {@code pause}, {@code burst N}: to everybody. */
    void say(String word) {
        processes.forEach(process -> process.say(word));
    }

    /** Everybody stops talking. Returns when all that was published has arrived, and it is known of each question what became of it. */
    void settle() {
        say("stop");
        until("an account of what was sent", this::hasSaidAll);
        try {
            // An acknowledgement says that the cluster has it. The other end has a moment more.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> faults().isEmpty());
        } catch (ConditionTimeoutException incomplete) {
            assertThat(faults()).as("%s", this).isEmpty();
        }
    }

    /** Whether it is known what everybody has sent. */
    boolean hasSaidAll() {
        return everybodySaid("sent ");
    }

    private boolean everybodySaid(String beginning) {
        return witnesses().values().stream()
                .allMatch(witness ->
                        witness.lines().stream().anyMatch(line -> line.text().startsWith(beginning)));
    }

    /** All that went wrong, a sentence each. After {@link #settle}. */
    private List<String> faults() {
        return ledgers().stream().flatMap(ledger -> ledger.faults().stream()).toList();
    }

    List<Ledger> ledgers() {
        var witnesses = witnesses();
        return IntStream.rangeClosed(1, PAIRS)
                .mapToObj(pair -> Ledger.of(of(witnesses, name("a", pair)), of(witnesses, name("b", pair))))
                .toList();
    }

    List<Flow> flows() {
        return ledgers().stream()
                .flatMap(ledger -> Stream.of(ledger.there(), ledger.back()))
                .toList();
    }

    Witness witness(String name) {
        return of(witnesses(), name);
    }

    private static Witness of(Map<String, Witness> witnesses, String name) {
        return witnesses.getOrDefault(name, new Witness(name, List.of()));
    }

    /** Everybody's own lines. */
    Map<String, Witness> witnesses() {
        var lines = new HashMap<String, List<Line>>();
        names().forEach(name -> lines.put(name, new ArrayList<>()));
        for (var process : processes) {
            for (var line : process.lines()) {
                var words = line.text().split(" ", 2);
                var its = lines.get(words[0]);
                if (its != null) {
                    its.add(new Line(line.at(), words[1]));
                }
            }
        }
        return lines.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> new Witness(e.getKey(), e.getValue())));
    }

    /** How often this has happened to the sessions: {@code lost}, {@code resumed}, {@code fresh}, {@code gap} … */
    long events(String kind) {
        return events(witnesses().values().stream(), kind);
    }

    static long events(Stream<Witness> witnesses, String kind) {
        return witnesses
                .flatMap(witness -> witness.events().stream())
                .filter(event -> event.replace(" ", "").contains("\"event\":\"%s\"".formatted(kind)))
                .count();
    }

    /** Waits until this has happened to a client again. */
    void awaitEvent(String name, String kind, long before) {
        until("%s of %s".formatted(kind, name), () -> events(Stream.of(witness(name)), kind) > before);
    }

    private Stream<String> names() {
        return IntStream.rangeClosed(1, PAIRS).boxed().flatMap(pair -> Stream.of(name("a", pair), name("b", pair)));
    }

    private void until(String what, BooleanSupplier condition) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast(
                            "a client's process has ended",
                            () -> !processes.stream().allMatch(LabProcess::isAlive))
                    .until(condition::getAsBoolean);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError("expected %s within %s of %s".formatted(what, PATIENCE, this), e);
        }
    }

    @Override
    public void close() {
        processes.forEach(LabProcess::close);
    }

    @Override
    public String toString() {
        var each = witnesses().values().stream()
                .filter(witness -> !witness.events().isEmpty())
                .map(witness -> "%s: %s".formatted(witness.name(), String.join("\n     ", witness.events())));
        return Stream.of(
                        flows().stream().map(Flow::toString),
                        each,
                        processes.stream().map(LabProcess::toString))
                .flatMap(part -> part)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
