package io.busport.nat;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What happens to connections on their way through a NAT. "In" is from the client to the gateway, "out" the other way.
 *
 * <pre>
 *                client's socket     bytes in       bytes out      gateway's socket   new connections
 *   half-open    stays open          swallowed      swallowed      stays open         work
 *   reset        reset                                             reset              work
 *   rebind       reset                              swallowed      stays open         work
 *   drop-in      stays open          swallowed      forwarded      stays open         work
 *   drop-out     stays open          forwarded      swallowed      stays open         work
 *   stall        stays open          wait           wait           stays open         wait
 *   stall-in     stays open          wait           forwarded      stays open         as the others
 *   stall-out    stays open          forwarded      wait           stays open         as the others
 * </pre>
 *
 * <p>What is swallowed is acknowledged by this machine's TCP, as it is not when a real NAT loses it: an end notices by the silence of the
 * other end, and not by its kernel's timeouts.
 */
public enum Fault {
    /** A mapping that was forgotten, without a word to either side. */
    HALF_OPEN("half-open"),
    /** A router that was restarted, or refuses what it does not know. */
    RESET("reset"),
    /** A new address outside: the client's old socket breaks, and the gateway hears nothing of it. */
    REBIND("rebind"),
    DROP_IN("drop-in"),
    DROP_OUT("drop-out"),
    /** A path that is away for a time, and then delivers all of it. */
    STALL("stall"),
    STALL_IN("stall-in"),
    STALL_OUT("stall-out");

    private final String label;

    Fault(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** Whether it ends by itself. */
    public boolean passes() {
        return this == STALL || this == STALL_IN || this == STALL_OUT;
    }

    boolean stallsIn() {
        return this == STALL || this == STALL_IN;
    }

    boolean stallsOut() {
        return this == STALL || this == STALL_OUT;
    }

    /** @throws IllegalArgumentException with the value and the expectation */
    public static Fault parse(String label) {
        return Arrays.stream(values())
                .filter(f -> f.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' (expected: one of "
                        + Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", ")) + ")"));
    }
}
