package io.busport.natlab;

import static io.busport.natlab.Peers.deliver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that stand still, and programs that are gone. */
@Timeout(60)
class LabProcessIT {
    private static final int KILLED = 128 + 9;

    /** As the kernel writes it in its list of sockets. */
    private static final String ESTABLISHED = "01";

    private NatLab lab;

    @BeforeEach
    void open_lab() {
        lab = NatLab.up();
        lab.endpoints("pod1");
    }

    @AfterEach
    void close_lab() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void a_frozen_program_takes_connections_and_answers_nothing() {
        var server = Peers.listen(lab);
        var client = Peers.dial(lab, "a");
        server.awaitOutput(Peer.connectedTo(NatLab.NODE));
        server.freeze();
        client.say("to the frozen");
        // The kernel accepts for it.
        var second = Peers.dial(lab, "b");
        second.say("to the frozen, too");
        await().atMost(Duration.ofSeconds(5)).until(() -> unread("pod1") == 2);
        assertThat(server.output()).containsExactly(Peer.LISTENING, Peer.connectedTo(NatLab.NODE));
        server.thaw();
        server.awaitOutput(Peer.heard("to the frozen"));
        server.awaitOutput(Peer.heard("to the frozen, too"));
    }

    @Test
    void children_freeze_with_their_program_and_die_with_it() {
        var ticking = "while echo tick; do read -rt 0.02; done | cat";
        var family = lab.run("a", "bash", "-c", ticking);
        var clock = lab.run("b", "bash", "-c", ticking);
        ticks(family, 3);
        family.freeze();
        // What was on its way is here before the clock has ticked a few times.
        ticks(clock, clock.output().size() + 5);
        var before = family.output();
        ticks(clock, clock.output().size() + 10);
        assertThat(family.output()).isEqualTo(before);
        family.thaw();
        ticks(family, before.size() + 3);
        family.kill();
        assertThat(family.exitCode()).isEqualTo(KILLED);
    }

    @Test
    void a_killed_program_is_gone_at_once() {
        var server = Peers.listen(lab);
        var client = Peers.dial(lab, "a");
        server.awaitOutput(Peer.connectedTo(NatLab.NODE));
        deliver(client, "before", server);
        server.kill();
        assertThat(server.exitCode()).isEqualTo(KILLED);
        client.awaitOutput(Peer.END_OF_STREAM);
    }

    private static void ticks(LabProcess clock, int count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> clock.output().size() >= count);
    }

    /** How many connections of a host have data that no program has read. */
    private long unread(String host) {
        try (var sockets = lab.run(host, "cat", "/proc/net/tcp", "/proc/net/tcp6")) {
            assertThat(sockets.exitCode()).isZero();
            return sockets.output().stream()
                    .map(line -> line.strip().split(" +"))
                    .filter(fields -> ESTABLISHED.equals(fields[3]) && !fields[4].endsWith(":00000000"))
                    .count();
        }
    }
}
