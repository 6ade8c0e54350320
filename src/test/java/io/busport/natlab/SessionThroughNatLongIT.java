package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.natlab.Company.Recovery;
import io.busport.natlab.Faults.Caught;
import io.busport.natlab.Faults.Direction;
import io.busport.natlab.Faults.Unknown;
import io.busport.natlab.Talker.Kind;
import io.busport.testing.Machine;
import io.busport.testing.Verdict;
import io.busport.testing.Verdict.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * As {@link SessionThroughNatIT}, with the faults that nobody is told of: a path that is gone without a word, and programs that stand
 * still.
 */
@ExtendWith(Verdict.class)
@Timeout(180)
class SessionThroughNatLongIT {
    /** A frame without acknowledgement for 5 s, its probe without an answer for 5 s, and two seconds to make a new connection. */
    private static final Duration SILENT = Duration.ofSeconds(12);
    /** After the path is back. A connection that is being made then tries again within a second or two. */
    private static final Duration RETURNED = Duration.ofSeconds(3);

    /**
     * Here a connection can be made during the fault, and is stuck with its first long packet. TCP tries again 0.2, 0.6, 1.4, 3, 6.2 s after
     * it, and after 10 s it is given up: whatever comes first, which may be 4 s and a new connection away.
     */
    private static final Duration UNSTUCK = Duration.ofSeconds(5);

    private final Measured measured = new Measured();
    private NatLab lab = NatLab.up();

    @BeforeEach
    void start_a_gateway() {
        Machine.requirePrograms("python3");
        begin();
    }

    private void begin() {
        lab.endpoints("pod1");
        lab.gateways("pod1");
    }

    @AfterEach
    void close_lab() {
        lab.close();
    }

    @Test
    void the_home_forgets_and_drops(Facts facts) {
        forgotten("home forgets, drops what it does not know", "home", facts);
    }

    @Test
    void the_carrier_forgets_and_drops(Facts facts) {
        lab.close();
        lab = NatLab.upBehindCarrier();
        begin();
        forgotten("carrier forgets what the home remembers, drops", "cgn", facts);
    }

    @Test
    void nothing_passes_for_10_s(Facts facts) {
        blackHole(Direction.BOTH, 10, facts);
    }

    @Test
    void nothing_passes_upwards_for_10_s(Facts facts) {
        blackHole(Direction.UP, 10, facts);
    }

    @Test
    void nothing_passes_downwards_for_10_s(Facts facts) {
        blackHole(Direction.DOWN, 10, facts);
    }

    /** Two partners: what four clients have to say after a minute is more than the gateway keeps for one that is not there. */
    @Test
    void nothing_passes_for_60_s(Facts facts) {
        try (var some = Company.of(lab, "b", List.of(Kind.BINARY, Kind.BRIDGE));
                var others = Company.of(lab, "b", List.of(Kind.JSON_LINES, Kind.PYTHON))) {
            blackHole(List.of(some, others), Direction.BOTH, 60, facts);
        }
    }

    @Test
    void nothing_passes_upwards_for_60_s(Facts facts) {
        blackHole(Direction.UP, 60, facts);
    }

    @Test
    void long_packets_do_not_pass_for_20_s(Facts facts) {
        var faults = lab.faults();
        try (var company = Company.everyKind(lab, "pod2", "--large", "10")) {
            pause(
                    List.of(company),
                    "packets above 1280 bytes vanish for 20 s",
                    20,
                    UNSTUCK,
                    facts,
                    () -> faults.mtu(1280),
                    () -> {
                        assertCaught(faults::caughtByMtu);
                        faults.noMtu();
                    });
        }
    }

    @Test
    void a_tenth_of_all_packets_is_lost_for_20_s(Facts facts) {
        var faults = lab.faults();
        try (var company = Company.everyKind(lab, "pod2")) {
            pause(company, "10 % of all packets lost for 20 s", 20, facts, () -> faults.loss(10), () -> {
                assertCaught(faults::caughtByLoss);
                faults.noLoss();
            });
        }
    }

    @Test
    void the_gateway_stands_still_for_15_s(Facts facts) {
        try (var company = Company.everyKind(lab, "pod2")) {
            pause(company, "gateway frozen for 15 s", 15, facts, lab::freezeGateways, lab::thawGateways);
        }
    }

    @Test
    void the_clients_stand_still_for_15_s(Facts facts) {
        try (var company = Company.everyKind(lab, "pod2")) {
            var clients = company.clients();
            pause(
                    company,
                    "client frozen for 15 s",
                    15,
                    facts,
                    () -> clients.forEach(client -> client.process().freeze()),
                    () -> clients.forEach(client -> client.process().thaw()));
        }
    }

    private void forgotten(String title, String router, Facts facts) {
        lab.faults().onUnknownPackets(router, Unknown.DROP);
        try (var company = Company.everyKind(lab, "pod2")) {
            var recoveries = company.talk().sinceLoss(() -> lab.faults().forgetAll(router));
            assertCaught(() -> lab.faults().caughtUnknown(router));
            judge(company, title, recoveries, SILENT, facts);
        }
    }

    /** When nothing passes at all, both ends are in the dark. */
    private void blackHole(Direction direction, int seconds, Facts facts) {
        try (var company = Company.everyKind(lab, direction == Direction.BOTH ? "b" : "pod2")) {
            blackHole(List.of(company), direction, seconds, facts);
        }
    }

    private void blackHole(List<Company> companies, Direction direction, int seconds, Facts facts) {
        var faults = lab.faults();
        var way = switch (direction) {
            case BOTH -> "either way";
            case UP -> "to the gateway";
            case DOWN -> "to the client";
        };
        pause(
                companies,
                "nothing passes %s for %d s".formatted(way, seconds),
                seconds,
                RETURNED,
                facts,
                () -> faults.blackHole(direction),
                () -> {
                    assertCaught(faults::caughtByBlackHole);
                    faults.noBlackHole();
                });
    }

    private void pause(Company company, String title, int seconds, Facts facts, Runnable fault, Runnable end) {
        pause(List.of(company), title, seconds, RETURNED, facts, fault, end);
    }

    private void pause(
            List<Company> companies,
            String title,
            int seconds,
            Duration limit,
            Facts facts,
            Runnable fault,
            Runnable end) {
        companies.forEach(Company::talk);
        fault.run();
        var duration = Duration.ofSeconds(seconds);
        await().atMost(duration.plusSeconds(1)).pollDelay(duration).until(() -> true);
        var begin = Instant.now();
        end.run();
        companies.forEach(company -> judge(company, title, company.sinceReturn(begin), limit, facts));
    }

    private void judge(Company company, String title, List<Recovery> recoveries, Duration limit, Facts facts) {
        try {
            company.awaitTalk(Talker.RATE);
            company.settle();
        } finally {
            measured.add(title, company, recoveries).forEach(facts::add);
            facts.add(Measured.machine());
        }
        assertThat(recoveries)
                .as("%s", company)
                .extracting(Recovery::slower)
                .allSatisfy(slower -> assertThat(slower).isLessThan(Measured.onThisMachine(limit)));
    }

    /** A fault that took nothing was none. */
    private static void assertCaught(Supplier<Caught> caught) {
        assertThat(caught.get().packets()).isPositive();
    }
}
