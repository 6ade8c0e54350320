package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.natlab.Talker.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Clients behind the home's NAT, each talking both ways with one partner, all at once: what happens to the path happens to all of them.
 *
 * <pre>
 *   A1, A2, ... on host a  ── publish demo.a ──►  B, on a host that the test chooses
 *                          ◄── publish demo.b ──
 * </pre>
 */
final class Company implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** A second of talk. */
    private static final int WARM = Talker.RATE;

    /**
     * How long it took until messages went their way again.
     *
     * @param there from a client to its partner
     * @param back from the partner to the client
     */
    record Recovery(Duration there, Duration back) {
        Duration slower() {
            return there.compareTo(back) > 0 ? there : back;
        }
    }

    /** Names and addresses of companies that talk to the same gateway do not meet. */
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final List<Talker> clients = new ArrayList<>();
    private final Talker partner;

    /** @param more arguments of the clients, and of their partner */
    Company(NatLab lab, String hostOfPartner, List<Kind> kinds, String[] more, String[] moreOfPartner) {
        int number = COUNT.incrementAndGet();
        String a = "demo.a" + number;
        String b = "demo.b" + number;
        for (Kind kind : kinds) {
            clients.add(new Talker(lab, "a", kind, "a%d-%s".formatted(number, kind), b, a, more));
        }
        partner = new Talker(lab, hostOfPartner, Kind.BINARY, "b" + number, a, b, moreOfPartner);
    }

    /** All of them with the same arguments, on top of those that everybody has. */
    static Company of(NatLab lab, String hostOfPartner, List<Kind> kinds, String... more) {
        return new Company(lab, hostOfPartner, kinds, more, more);
    }

    /** One client of each kind. */
    static Company everyKind(NatLab lab, String hostOfPartner, String... more) {
        return of(lab, hostOfPartner, List.of(Kind.values()), more);
    }

    /** Returns when everybody has been heard for a while. */
    Company talk() {
        everybody().forEach(Talker::awaitReady);
        everybody().forEach(talker -> talker.say("go"));
        awaitTalk(WARM);
        return this;
    }

    /** As many messages more in every direction. */
    void awaitTalk(int messages) {
        List<Integer> before = heard();
        until("%d messages more each way".formatted(messages), () -> {
            List<Integer> now = heard();
            for (int i = 0; i < now.size(); i++) {
                if (now.get(i) < before.get(i) + messages) {
                    return false;
                }
            }
            return true;
        });
    }

    /**
     * Does what cuts the connections, and measures until a message that was published afterwards is heard, each way: everything before it
     * has come by then, too.
     */
    List<Recovery> sinceLoss(Runnable loss) {
        Instant begin = Instant.now();
        loss.run();
        Instant end = Instant.now();
        return recoveries(begin, flow -> flow.heardSince(end).map(at -> Duration.between(begin, at)));
    }

    /** From when the path was brought back until the next message is heard, each way. */
    List<Recovery> sinceReturn(Instant begin) {
        return recoveries(begin, flow -> flow.nextAfter(begin));
    }

    private List<Recovery> recoveries(Instant begin, Function<Flow, Optional<Duration>> measure) {
        until(
                "messages after " + begin,
                () -> ledgers().stream()
                        .allMatch(ledger -> measure.apply(ledger.there()).isPresent()
                                && measure.apply(ledger.back()).isPresent()));
        return ledgers().stream()
                .map(ledger -> new Recovery(
                        measure.apply(ledger.there()).orElseThrow(),
                        measure.apply(ledger.back()).orElseThrow()))
                .toList();
    }

    /** Everybody stops talking. Returns when all is said to have arrived, or nothing more comes. */
    void settle() {
        everybody().forEach(talker -> talker.say("stop"));
        until("an account of what was sent", () -> everybody().allMatch(Talker::hasSettled));
        try {
            // An acknowledgement says that the gateway has it. The other end has a moment more.
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> ledgers().stream()
                            .allMatch(ledger -> ledger.faults().isEmpty()));
        } catch (ConditionTimeoutException incomplete) {
            assertThat(ledgers().stream().flatMap(ledger -> ledger.faults().stream()))
                    .as("%s", this)
                    .isEmpty();
        }
    }

    /** One for each client, in their order: there is from the client to its partner. */
    List<Ledger> ledgers() {
        return clients.stream()
                .map(client -> Ledger.of(client.witness(), partner.witness()))
                .toList();
    }

    List<Talker> clients() {
        return clients;
    }

    Talker partner() {
        return partner;
    }

    private Stream<Talker> everybody() {
        return Stream.concat(clients.stream(), Stream.of(partner));
    }

    private List<Integer> heard() {
        return ledgers().stream()
                .flatMap(ledger -> Stream.of(ledger.there(), ledger.back()))
                .map(flow -> flow.heard().size())
                .toList();
    }

    private void until(String what, Condition condition) {
        try {
            await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition::holds);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("expected %s within %s of %s".formatted(what, PATIENCE, this), e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    /** Ends without a word: what there was to say has been said. */
    @Override
    public void close() {
        everybody().forEach(talker -> talker.process().close());
    }

    @Override
    public String toString() {
        return Stream.concat(Arrays.stream(ledgers().toArray()), everybody())
                .map(Object::toString)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
