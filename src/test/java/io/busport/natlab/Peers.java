package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.natlab.Faults.Caught;
import java.time.Duration;
import java.util.function.Supplier;

/** Two {@link Peer}s that talk through a lab: a server in pod1, and a client at home. */
final class Peers {
    /** The kernel sends again after 0.2 s, then 0.4 s, 0.8 s: what was taken three times was not just late. */
    private static final int TRIES = 3;

    private Peers() {}

    /** A server behind the Service, in pod1. */
    static LabProcess listen(NatLab lab) {
        var server = lab.java("pod1", Peer.class, "listen", 8000);
        server.awaitOutput(Peer.LISTENING);
        return server;
    }

    /** A client that is connected to the Service from outside. */
    static LabProcess dial(NatLab lab, String host) {
        var gateway = NatLab.GATEWAY.split(":");
        var client = lab.java(host, Peer.class, "dial", gateway[0], gateway[1]);
        client.awaitOutput(Peer.connectedTo(gateway[0]));
        return client;
    }

    /** What one says the other hears. */
    static void deliver(LabProcess from, String line, LabProcess to) {
        from.say(line);
        to.awaitOutput(Peer.heard(line));
    }

    /** What one says is taken again and again; the other does not hear it, and nobody is told. */
    static void vanish(LabProcess from, String line, LabProcess to, Supplier<Caught> caught) {
        var before = caught.get().packets();
        from.say(line);
        await().atMost(Duration.ofSeconds(15)).until(() -> caught.get().packets() >= before + TRIES);
        assertThat(to.output()).doesNotContain(Peer.heard(line));
        inTheDark(from);
        inTheDark(to);
    }

    /** For all it knows its connections are alive. */
    static void inTheDark(LabProcess peer) {
        assertThat(peer.output()).noneMatch(line -> line.startsWith("ended"));
    }
}
