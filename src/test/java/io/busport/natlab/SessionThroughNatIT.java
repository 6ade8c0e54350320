package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.natlab.Company.Recovery;
import io.busport.natlab.Faults.Direction;
import io.busport.natlab.Faults.Unknown;
import io.busport.natlab.Talker.Kind;
import io.busport.testing.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions of every client through the NAT lab, fifty messages a second and client each way, while their connections are cut where
 * somebody is told at once. Nothing is lost, nothing comes twice, nothing out of order. What nobody is told is in
 * {@link SessionThroughNatLongIT}.
 */
@Timeout(90)
class SessionThroughNatIT {
    /** Half a second at most until a new connection is made, which leaves a busy machine a second to do it. */
    private static final Duration TOLD = Duration.ofMillis(1500);

    /** Most of it is a JVM that starts. */
    private static final Duration STARTED = Duration.ofSeconds(8);

    private static final Measured MEASURED = new Measured();
    private static NatLab lab;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void open_lab() {
        Machine.requirePrograms("python3");
        lab = NatLab.up();
        lab.endpoints("pod1");
        lab.gateways("pod1");
    }

    @AfterAll
    static void close_lab() {
        if (lab != null) {
            System.out.println(MEASURED + System.lineSeparator() + Measured.machine());
            lab.close();
        }
    }

    @Test
    void the_home_forgets_and_heals() {
        lab.faults().onUnknownPackets("home", Unknown.HEAL);
        survive(
                "home forgets, next packet makes a new mapping",
                "pod2",
                () -> lab.faults().forgetAll("home"));
    }

    @Test
    void the_home_forgets_and_resets() {
        lab.faults().onUnknownPackets("home", Unknown.RESET);
        survive("home forgets, answers with RST", "pod2", () -> lab.faults().forgetAll("home"));
    }

    @Test
    void the_node_forgets_everybody() {
        survive("node forgets all connections", "b", () -> lab.faults().forgetAll("node"));
    }

    @Test
    void the_node_forgets_one_household() {
        survive("node forgets the client's connection", "b", () -> lab.faults().forget("node", "a"));
    }

    @Test
    void the_public_address_changes() {
        lab.faults().onUnknownPackets("home", Unknown.HEAL);
        survive("public address changes", "b", () -> lab.faults().publicAddress("198.51.100.3"));
    }

    /** It is killed when nothing it says arrives any more, so that what it said last is in its spool only. */
    @Test
    void a_client_is_killed_and_started_again() {
        Path spool = folder.resolve("spool");
        String[] files = {
            "--spool", spool.toString(), "--state", folder.resolve("state").toString()
        };
        try (var company = new Company(lab, "pod2", List.of(Kind.BINARY), files, new String[0])) {
            Talker client = company.talk().clients().get(0);
            lab.faults().blackHole(Direction.UP);
            long said = client.last("say ");
            await().atMost(Duration.ofSeconds(10)).until(() -> client.last("say ") >= said + Talker.RATE);
            client.say("stop");
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(100))
                    .during(Duration.ofMillis(500))
                    .until(() -> size(spool), size -> size == size(spool));
            client.process().close(); // SIGKILL; its lines are complete then
            assertThat(lab.faults().caughtByBlackHole().packets()).isPositive();
            lab.faults().noBlackHole();
            var recoveries = company.sinceLoss(() -> {
                client.start(
                        "--from", Long.toString(client.last("say ") + 1),
                        "--heard",
                                Long.toString(
                                        client.last("got " + company.partner().name() + " ")));
                client.awaitReady();
                client.say("go");
            });
            company.settle();
            var rows = MEASURED.add("client killed, started again with its files", company, recoveries);
            assertThat(recoveries)
                    .as("%s", rows)
                    .extracting(Recovery::slower)
                    .allSatisfy(slower -> assertThat(slower).isLessThan(Measured.onThisMachine(STARTED)));
            // What was in the spool and never acknowledged is sent again, in the session that was there before.
            assertThat(client.witness().events())
                    .anyMatch(event -> event.contains("\"resumed\"") && event.matches(".*\"again\":[1-9].*"));
        } finally {
            lab.faults().noBlackHole();
        }
    }

    private static void survive(String title, String hostOfPartner, Runnable fault) {
        try (var company = Company.everyKind(lab, hostOfPartner)) {
            var recoveries = company.talk().sinceLoss(fault);
            company.awaitTalk(Talker.RATE);
            company.settle();
            var rows = MEASURED.add(title, company, recoveries);
            assertThat(recoveries)
                    .as("%s", rows)
                    .extracting(Recovery::slower)
                    .allSatisfy(slower -> assertThat(slower).isLessThan(Measured.onThisMachine(TOLD)));
        }
    }

    private static long size(Path directory) {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
