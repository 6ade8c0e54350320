package io.busport.explain;

import io.busport.client.Cause;
import io.busport.explain.Entry.Kind;
import io.busport.explain.Entry.Retry;
import java.util.List;

/** The words of a client's {@link Cause}. */
final class Causes {
    static final List<Entry> ALL = List.of(
            of(
                    Cause.SILENT,
                    "Not a byte came for too long, or no answer to a probe.",
                    "a mapping that expired on the way, a path that is gone, a frozen gateway",
                    "`busport doctor HOST:PORT --idle-probe 5m` measures how long mappings live"),
            of(
                    Cause.RESET,
                    "The connection was reset.",
                    "a killed gateway, a node or NAT that has forgotten the connection",
                    "nothing for one; if it follows a silence, as for silent"),
            of(
                    Cause.REFUSED,
                    "The connection was refused.",
                    "nothing listens there, or no gateway is ready",
                    "`busport doctor HOST:PORT`"),
            of(Cause.WAKE, "The machine slept, and the connection did not outlive it.", "a closed lid", "nothing"),
            of(
                    Cause.ADDRESS,
                    "The machine's own addresses changed, and the connection did not outlive it.",
                    "another network: from Wi-Fi to mobile, into a VPN or out of it",
                    "nothing"),
            of(
                    Cause.ACK_STALL,
                    "Pings were answered, and frames were not acknowledged.",
                    "a path that lets only small packets through, or a gateway that waits for something",
                    "`busport doctor HOST:PORT` tests large messages and names the fix"),
            new Entry(
                    Kind.CAUSE,
                    Cause.MOVED.word(),
                    "Another process has taken the session over.",
                    "two processes with one state file",
                    "one process for each state file",
                    Retry.NEVER),
            of(
                    Cause.GOAWAY,
                    "The gateway asked the client to connect again.",
                    "the gateway leaves: a rolling update, a scale-down",
                    "nothing"),
            of(
                    Cause.EOF,
                    "The gateway closed the connection.",
                    "a gateway that ended; its log has the reason",
                    "nothing for one"),
            of(
                    Cause.UNREADABLE,
                    "What came could not be read.",
                    "something else answers at this address, or changes bytes on the way",
                    "`busport doctor HOST:PORT` says who answers"),
            of(
                    Cause.RESTART,
                    "The program was started anew and has the state of the one before.",
                    "a state file",
                    "nothing"));

    private Causes() {}

    private static Entry of(Cause cause, String means, String why, String fix) {
        return new Entry(Kind.CAUSE, cause.word(), means, why, fix, Retry.CLIENT);
    }
}
