package io.busport.natlab;

import java.time.Duration;
import java.util.Locale;

/**
 * What goes wrong between a client behind NAT and its gateway; {@code src/test/natlab/faults.sh} does it. A fault is in force when its
 * method returns, some 50 ms later, while programs go on talking. It lasts until it is taken back or its lab is closed. Any thread may
 * call. A router is {@code home}, {@code cgn}, {@code node} or {@code node2}.
 */
final class Faults {
    /** What a NAT router does with a packet of a connection that it does not know. Nobody may open a connection from outside. */
    enum Unknown {
        /** From inside: makes a new mapping, as most routers do. From outside: drops it. */
        HEAL,
        /** Drops it: both ends stay in the dark. */
        DROP,
        /** Answers with RST: whoever speaks learns it, the other end does not. */
        RESET
    }

    /** Seen from the client, as its traffic is: up is from clients to gateways. */
    enum Direction {
        BOTH,
        UP,
        DOWN
    }

    /** What a fault has taken since it was set, in packets, out of those that it saw. */
    record Caught(long packets, long of) {}

    private final LabScript script;

    Faults(LabScript script) {
        this.script = script;
    }

    /** {@code home} or {@code cgn}. */
    void onUnknownPackets(String router, Unknown reaction) {
        call("unknown", router, lower(reaction));
    }

    /** A router forgets all connections. */
    void forgetAll(String router) {
        call("flush", router);
    }

    /** A router forgets the connections of client {@code a} or {@code b}. Fails when it knows none. */
    void forget(String router, String client) {
        call("forget", router, client);
    }

    /** A router forgets what was idle for so long. Counts from a connection's next packet, in whole seconds. */
    void forgetIdle(String router, Duration idle) {
        call("idle", router, Long.toString(idle.toSeconds()));
    }

    /** The clients' public address becomes another of 198.51.100.0/24, and the mappings of the old one are gone. */
    void publicAddress(String address) {
        call("readdress", address);
    }

    /** Nothing passes the internet. Replaces the black hole that there was. */
    void blackHole(Direction direction) {
        call("blackhole", lower(direction));
    }

    void noBlackHole() {
        call("blackhole", "off");
    }

    /** Longer IP packets do not pass the internet, and the ICMP message that would say so is lost as well. */
    void mtu(int bytes) {
        call("mtu", Integer.toString(bytes));
    }

    void noMtu() {
        call("mtu", "off");
    }

    /** So many packets of a hundred do not pass the internet, each way, at random. */
    void loss(int percent) {
        call("loss", Integer.toString(percent));
    }

    void noLoss() {
        call("loss", "off");
    }

    /** All packets of these pods and nodes vanish, both ways, and nobody is told; of no others any more. */
    void dark(String... hosts) {
        call("dark", hosts);
    }

    /** Packets between each of these pods and the other pods vanish; of no others any more. Clients still reach them all. */
    void apart(String... pods) {
        call("apart", pods);
    }

    /** A node loses its power, and with it its pods' processes and what it has tracked. It is dark until {@link #dark} says otherwise. */
    void crash(String node) {
        call("crash", node);
    }

    /** Packets of unknown connections that {@code home} or {@code cgn} has not let through since its reaction was set. */
    Caught caughtUnknown(String router) {
        return caught(router, "UNKNOWN");
    }

    Caught caughtByBlackHole() {
        return caught("internet", "BLACKHOLE");
    }

    Caught caughtByMtu() {
        return caught("internet", "MTU");
    }

    Caught caughtByLoss() {
        return caught("internet", "LOSS");
    }

    private Caught caught(String host, String chain) {
        var numbers = script.call("caught", host, chain).get(0).split(" ");
        return new Caught(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    private void call(String verb, String... arguments) {
        var unused = script.call(verb, arguments);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
