package io.busport.explain;

import io.busport.connection.CloseReason;
import io.busport.explain.Entry.Kind;
import io.busport.explain.Entry.Retry;
import java.util.List;

/** The words of {@link CloseReason}. */
final class CloseReasons {
    static final List<Entry> ALL = List.of(
            of(
                    CloseReason.CLIENT_CLOSED,
                    "The client ended it, and everything it asked was answered.",
                    "the program at the other end is done",
                    "nothing",
                    Retry.NOTHING),
            of(
                    CloseReason.CLIENT_RESET,
                    "The client, or something on the path, reset it.",
                    "a killed process, a NAT or firewall that has forgotten the connection, a node that did",
                    "if it follows a silence: `busport doctor HOST:PORT --idle-probe 5m`",
                    Retry.CLIENT),
            of(
                    CloseReason.UNREACHABLE,
                    "The kernel gave up: nothing was acknowledged.",
                    "the path is gone without a word: an expired mapping, a new address, a machine that sleeps",
                    "nothing for one; for many at a time look at the network between",
                    Retry.CLIENT),
            of(
                    CloseReason.NEVER_SPOKE,
                    "Not one byte came within listen.firstByteTimeout.",
                    "a port scan or a TCP health check; a client that waits for the gateway to speak first",
                    "the client speaks first; health checks belong to the admin port",
                    Retry.CLIENT),
            of(
                    CloseReason.TOO_MANY_CONNECTIONS,
                    "Beyond limits.maxConnections, limits.maxConnectionsPerAddress or limits.acceptRate.",
                    "more clients than planned, or many behind one NAT or one node that share an address",
                    "raise the limit; behind policy Cluster every client has a node's address",
                    Retry.CLIENT),
            of(
                    CloseReason.STRANGER,
                    "A protocol that is not spoken here.",
                    "a browser, a TLS or SSH client, a proxy with a PROXY header that is not expected",
                    "the detail names it; use the admin port for HTTP, listen.proxyProtocol for proxies",
                    Retry.NOTHING),
            of(
                    CloseReason.NOT_TEXT,
                    "Several messages in a row were no UTF-8.",
                    "a client that speaks something unknown, or text in another encoding",
                    "send UTF-8, or use a dialect with frames for bytes",
                    Retry.NOTHING),
            of(
                    CloseReason.LINE_TOO_LONG,
                    "A text message beyond text.maxLine.",
                    "a line end that never came",
                    "end messages with a line end, or raise text.maxLine",
                    Retry.NOTHING),
            of(
                    CloseReason.FRAME_TOO_LARGE,
                    "A frame beyond limits.maxFrame.",
                    "a large body, or bytes that were taken for a length",
                    "send less at a time, or raise limits.maxFrame",
                    Retry.CLIENT),
            of(
                    CloseReason.MALFORMED,
                    "Bytes after which it is unknown where the next frame starts.",
                    "a client of one's own with a wrong length field",
                    "the detail says the value and what was expected",
                    Retry.CLIENT),
            of(
                    CloseReason.IDLE,
                    "Nothing was said for text.idleTimeout.",
                    "somebody left a terminal open",
                    "say something, or set text.idleTimeout to 0s",
                    Retry.NOTHING),
            of(
                    CloseReason.SILENT,
                    "A client in a session said nothing for longer than it had promised.",
                    "an idle NAT mapping that expired, a laptop that sleeps, a frozen process",
                    "nothing for one; when it is always the same time: `busport doctor HOST:PORT --idle-probe 5m`",
                    Retry.CLIENT),
            of(
                    CloseReason.MOVED,
                    "A newer connection has the session.",
                    "the client came back on a new connection before the old one was noticed to be dead",
                    "nothing; two processes with one state file take it from each other and should not",
                    Retry.NOTHING),
            of(
                    CloseReason.SESSION_REFUSED,
                    "The client broke a rule of the session protocol, or could not prove that a session is its own.",
                    "the `err` before the end has the code",
                    "`busport explain` that code",
                    Retry.NEVER),
            of(
                    CloseReason.TRY_LATER,
                    "There is no room for another session now.",
                    "sessions.max or sessions.memory; or the session's gateway was lost a moment ago",
                    "if it lasts: more gateways or more memory",
                    Retry.CLIENT),
            of(
                    CloseReason.NO_MAJORITY,
                    "The gateway is cut off from most of the others, and takes no responsibility.",
                    "a network that is parted, or gateways that were killed at the same time",
                    "docs/cluster.md about a minority; clients find the other side by themselves",
                    Retry.CLIENT),
            of(
                    CloseReason.BYE,
                    "The client has said goodbye.",
                    "the program at the other end is done",
                    "nothing",
                    Retry.NOTHING),
            of(
                    CloseReason.SLOW_CONSUMER,
                    "More than limits.maxOutbound waited for a client that reads too slowly.",
                    "the client does not read, or the path is slower than what is published",
                    "read faster, hear less, or use a session, whose outbox waits",
                    Retry.CLIENT),
            of(
                    CloseReason.WRITE_STALLED,
                    "Bytes waited and none left for listen.writeTimeout.",
                    "a client that stopped reading, or a path that lets only small packets through",
                    "`busport doctor HOST:PORT` from the client's place tests large messages",
                    Retry.CLIENT),
            of(
                    CloseReason.DRAIN,
                    "The gateway is leaving.",
                    "a rolling update, a node that is drained, a scale-down",
                    "nothing: in a cluster sessions go to another gateway first",
                    Retry.CLIENT),
            of(
                    CloseReason.INTERNAL_ERROR,
                    "A fault of the gateway's own.",
                    "a bug",
                    "the gateway's log has the stack; report it",
                    Retry.CLIENT));

    private CloseReasons() {}

    private static Entry of(CloseReason reason, String means, String cause, String fix, Retry retry) {
        return new Entry(Kind.CLOSE_REASON, reason.label(), means, cause, fix, retry);
    }
}
