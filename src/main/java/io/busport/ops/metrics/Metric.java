package io.busport.ops.metrics;

import java.util.List;

/**
 * Every metric of the gateway's own: its name, what kind of number it is, its labels, and one sentence. Names follow OpenMetrics: a unit is
 * a suffix, and where it is shown a counter ends in {@code _total}. {@code docs/metrics.md} has the same table.
 *
 * <p>Counters count from the start of the process. Those of the cluster are there only when there is one.
 */
public enum Metric {
    BUILD(
            "busport_build",
            Type.INFO,
            "The version of this gateway, as a label of a number that is always 1.",
            "version"),
    GATEWAY_STATE(
            "busport_gateway_state",
            Type.GAUGE,
            "1 for what the gateway does now, 0 for the others: starting, serving, draining.",
            "state"),
    EVENT_LOOPS("busport_event_loops", Type.GAUGE, "Event loops that serve connections."),
    EVENT_LOOP_DELAY(
            "busport_event_loop_delay_seconds",
            Type.GAUGE,
            "How long the slowest event loop took to get to a task, measured with this scrape."),

    CONNECTIONS_OPEN(
            "busport_connections_open",
            Type.GAUGE,
            "Open connections; the dialect is none until the client has said enough.",
            "dialect"),
    CONNECTIONS_CLOSED(
            "busport_connections_closed",
            Type.COUNTER,
            "Connections that have ended, by the one reason that each has.",
            "dialect",
            "reason"),
    CONNECTION_RECEIVED_BYTES("busport_connection_received_bytes", Type.COUNTER, "Bytes read from clients.", "dialect"),
    CONNECTION_SENT_BYTES(
            "busport_connection_sent_bytes", Type.COUNTER, "Bytes given to the kernel for clients.", "dialect"),
    CONNECTION_RECEIVED_FRAMES(
            "busport_connection_received_frames",
            Type.COUNTER,
            "Frames from clients, signs of life and acknowledgements included; a text message is one.",
            "dialect"),
    CONNECTION_SENT_FRAMES("busport_connection_sent_frames", Type.COUNTER, "Frames written for clients.", "dialect"),
    CONNECTION_QUEUED(
            "busport_connection_queued_bytes", Type.GAUGE, "Bytes written for clients that the kernel has not taken."),
    CONNECTION_ROUND_TRIP(
            "busport_connection_round_trip_seconds",
            Type.HISTOGRAM,
            "From here to a client and back, as the kernel has measured it, noted when a heartbeat of the client comes;"
                    + " native transport only."),

    LOGINS(
            "busport_logins",
            Type.COUNTER,
            "Logins where clients have to log in, by outcome: ok, renewed, or why a client is not believed, or not any more.",
            "outcome"),
    THROTTLED(
            "busport_throttled",
            Type.COUNTER,
            "Times a connection was not read from for a while, because its principal said more than its rates allow."),

    NAT_REBINDINGS(
            "busport_nat_rebindings",
            Type.COUNTER,
            "Sessions whose client was seen at another IP address when it came back."),
    NAT_SILENT_DEATHS(
            "busport_nat_silent_deaths",
            Type.COUNTER,
            "Connections whose other side was gone without a word: noticed by heartbeat, when the client stayed silent, or"
                    + " by kernel, when nothing was acknowledged.",
            "noticed_by"),

    SESSIONS("busport_sessions", Type.GAUGE, "Sessions, attached to a connection or detached from any.", "state"),
    SESSIONS_OPENED("busport_sessions_opened", Type.COUNTER, "New sessions."),
    SESSIONS_RESUMED("busport_sessions_resumed", Type.COUNTER, "Clients that came back to their session."),
    SESSIONS_ENDED(
            "busport_sessions_ended",
            Type.COUNTER,
            "Sessions that are gone: ended, when the client said so, or expired, when it did not come back in time.",
            "how"),
    SESSIONS_REFUSED(
            "busport_sessions_refused",
            Type.COUNTER,
            "Clients that were refused their session, or broke a rule of it, by the code they were told.",
            "code"),
    SESSION_AWAY(
            "busport_session_away_seconds",
            Type.HISTOGRAM,
            "How long a session was without a connection before its client came back; 0 when the old connection still"
                    + " looked alive."),
    SESSION_IN_PROGRESS(
            "busport_session_in_progress_frames",
            Type.GAUGE,
            "Frames of clients in sessions for which responsibility has not been taken yet."),
    SESSION_REGISTRATIONS(
            "busport_session_registrations", Type.GAUGE, "Addresses that sessions hear, each session's counted."),
    SESSION_MEMORY(
            "busport_session_memory_bytes", Type.GAUGE, "Memory that sessions take, as sessions.memory counts it."),
    SESSION_MEMORY_LIMIT("busport_session_memory_limit_bytes", Type.GAUGE, "What they may take: sessions.memory."),

    OUTBOX_FRAMES("busport_outbox_frames", Type.GAUGE, "Frames that clients of sessions have not acknowledged."),
    OUTBOX_BYTES("busport_outbox_bytes", Type.GAUGE, "Bytes of them."),
    OUTBOX_OLDEST("busport_outbox_oldest_age_seconds", Type.GAUGE, "Age of the oldest of them."),
    OUTBOX_LOST(
            "busport_outbox_lost_messages",
            Type.COUNTER,
            "Messages that could not be kept for a client that did not take them; it is told with a gap."),
    OUTBOX_UNDELIVERED(
            "busport_outbox_undelivered_messages",
            Type.COUNTER,
            "Messages that were still kept for a session when it ended or expired.",
            "how"),
    ACK_LATENCY(
            "busport_ack_latency_seconds",
            Type.HISTOGRAM,
            "From a frame's being written to a session's client to its acknowledgement; one frame of a session is timed at"
                    + " a time."),

    MESSAGES_SAID(
            "busport_messages_said",
            Type.COUNTER,
            "Messages from clients, by what became of them: ok, or the code of the failure. A request is ok when it is"
                    + " answered, anything else when it is on the bus, in a session when everybody who hears it has it.",
            "verb",
            "outcome"),
    MESSAGES_HEARD(
            "busport_messages_heard",
            Type.COUNTER,
            "Messages from the bus to clients, each client's counted: taken, or refused because the rules or a limit say"
                    + " so.",
            "outcome"),
    BUS_LATENCY(
            "busport_bus_latency_seconds",
            Type.HISTOGRAM,
            "From a client's request being put on the bus to its reply; requests that fail are not in it."),

    CLUSTER_GATEWAYS("busport_cluster_gateways", Type.GAUGE, "Gateways that this one sees, itself included."),
    CLUSTER_EXPECTED(
            "busport_cluster_expected_gateways",
            Type.GAUGE,
            "Gateways that there should be, as far as this one knows."),
    CLUSTER_MINORITY(
            "busport_cluster_minority", Type.GAUGE, "1 when this gateway is cut off from most of the others, else 0."),
    CLUSTER_COPIES(
            "busport_cluster_copies",
            Type.GAUGE,
            "Copies there are of what sessions are owed; fewer than wanted is degraded."),
    CLUSTER_COPIES_WANTED("busport_cluster_wanted_copies", Type.GAUGE, "Copies there should be: cluster.copies."),
    CLUSTER_CANARY(
            "busport_cluster_canary_up",
            Type.GAUGE,
            "1 when messages of the gateway to itself, by way of the others, come back, else 0."),
    CLUSTER_CANARY_ROUND_TRIP(
            "busport_cluster_canary_round_trip_seconds", Type.GAUGE, "How long the last one took that came back."),
    CLUSTER_CANARY_LOST(
            "busport_cluster_canary_lost", Type.COUNTER, "Those that had not come back when the next was sent."),
    CLUSTER_SESSIONS_MOVED(
            "busport_cluster_sessions_moved",
            Type.COUNTER,
            "Sessions that came or went: brought from a gateway that lives, adopted from one that was lost, given to"
                    + " another, lost because no copy was left.",
            "how");

    /** What kind of number it is. */
    public enum Type {
        /** Only grows. */
        COUNTER("counter"),
        /** Grows and shrinks. */
        GAUGE("gauge"),
        /** Many values, by size. */
        HISTOGRAM("histogram"),
        /** A text, as a label. */
        INFO("info");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** As the exposition has it. */
        public String word() {
            return word;
        }
    }

    private static final List<String> UNITS = List.of("seconds", "bytes");

    private final String family;
    private final Type type;
    private final String help;
    private final List<String> labels;

    Metric(String family, Type type, String help, String... labels) {
        this.family = family;
        this.type = type;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** The name without the suffixes of its type. */
    public String family() {
        return family;
    }

    public Type type() {
        return type;
    }

    /** One sentence. */
    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    /** {@code seconds} or {@code bytes}, the end of its name; empty when it is a count. */
    public String unit() {
        return UNITS.stream().filter(u -> family.endsWith("_" + u)).findFirst().orElse("");
    }

    /** The names of its samples, as queries have them. */
    public List<String> series() {
        return switch (type) {
            case COUNTER -> List.of(family + "_total");
            case GAUGE -> List.of(family);
            case HISTOGRAM -> List.of(family + "_bucket", family + "_count", family + "_sum");
            case INFO -> List.of(family + "_info");
        };
    }
}
