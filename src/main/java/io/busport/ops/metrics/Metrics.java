package io.busport.ops.metrics;

import io.busport.connection.CloseReason;
import io.busport.connection.ConnectionTotals;
import io.busport.connection.Connections;
import io.busport.connection.Sessions;
import io.busport.security.Logins;
import io.busport.security.Outcome;
import io.busport.session.SessionTotals;
import io.busport.wire.Dialect;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of a gateway, at the moment somebody asks. Each event loop is asked for its part; the text is written on a worker thread. Safe
 * to use from any thread.
 */
public final class Metrics implements AutoCloseable {
    /** A scraper waits for ten seconds; a loop that does not get to it in this time is a reason to look elsewhere. */
    private static final long LOOP_MILLIS = 3000;

    private static final String NO_DIALECT = "none";
    private static final List<String> STATES = List.of("starting", "serving", "draining");

    /** What answers the request. */
    public record Page(String contentType, Buffer text) {}

    private final Vertx vertx;
    private final Connections connections;
    private final Sessions sessions;
    private final TrafficCounts traffic;
    private final SessionCounts sessionCounts;
    private final RoundTrips roundTrips;
    private final Logins logins;
    private final @Nullable ClusterReadings cluster;
    private final JvmMetrics jvm = new JvmMetrics();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final String version = readVersion();

    /** @param cluster null when this gateway is alone */
    public Metrics(
            Vertx vertx,
            Connections connections,
            Sessions sessions,
            TrafficCounts traffic,
            SessionCounts sessionCounts,
            RoundTrips roundTrips,
            Logins logins,
            @Nullable ClusterReadings cluster) {
        this.vertx = vertx;
        this.connections = connections;
        this.sessions = sessions;
        this.traffic = traffic;
        this.sessionCounts = sessionCounts;
        this.roundTrips = roundTrips;
        this.logins = logins;
        this.cluster = cluster;
    }

    /**
     * Reads all of them.
     *
     * @param state what the gateway does: starting, serving or draining
     * @param accept the formats that are understood, as the HTTP header has it; null: the Prometheus text format
     */
    public Future<Page> page(String state, @Nullable String accept) {
        Future<ConnectionTotals> ofConnections = connections.totals(LOOP_MILLIS);
        Future<SessionTotals> ofSessions = sessions.totals().timeout(LOOP_MILLIS, TimeUnit.MILLISECONDS);
        return Future.all(ofConnections, ofSessions)
                .compose(all -> vertx.executeBlocking(
                        () -> write(read(state, ofConnections.result(), ofSessions.result()), accept), false));
    }

    private Reading read(String state, ConnectionTotals ofConnections, SessionTotals ofSessions) {
        Reading reading = new Reading();
        reading.add(Metric.BUILD, 1, version);
        STATES.forEach(s -> reading.add(Metric.GATEWAY_STATE, s.equals(state) ? 1 : 0, s));
        for (Dialect dialect : Dialect.values()) {
            read(reading, ofConnections.of(dialect), dialect.label());
        }
        read(reading, ofConnections.of(null), NO_DIALECT);
        reading.add(Metric.EVENT_LOOPS, ofConnections.loops());
        reading.add(Metric.EVENT_LOOP_DELAY, ofConnections.delayNanos() / 1e9);
        reading.add(Metric.CONNECTION_QUEUED, ofConnections.queued());
        reading.add(Metric.NAT_SILENT_DEATHS, ofConnections.closed(CloseReason.SILENT), "heartbeat");
        reading.add(Metric.NAT_SILENT_DEATHS, ofConnections.closed(CloseReason.UNREACHABLE), "kernel");
        reading.add(Metric.SESSIONS, ofSessions.attached(), "attached");
        reading.add(Metric.SESSIONS, ofSessions.detached(), "detached");
        reading.add(Metric.SESSION_IN_PROGRESS, ofSessions.inProgress());
        reading.add(Metric.SESSION_REGISTRATIONS, ofSessions.registrations());
        reading.add(Metric.SESSION_MEMORY, sessions.budget().used());
        reading.add(Metric.SESSION_MEMORY_LIMIT, sessions.budget().max());
        reading.add(Metric.OUTBOX_FRAMES, ofSessions.queued());
        reading.add(Metric.OUTBOX_BYTES, ofSessions.queuedBytes());
        reading.add(Metric.OUTBOX_OLDEST, ofSessions.oldestMillis() / 1e3);
        for (Outcome outcome : Outcome.values()) {
            reading.add(Metric.LOGINS, logins.count(outcome), outcome.label());
        }
        reading.add(Metric.THROTTLED, logins.throttledCount());
        roundTrips.readInto(reading);
        sessionCounts.readInto(reading);
        traffic.readInto(reading);
        if (cluster != null) {
            cluster.readInto(reading);
        }
        return reading;
    }

    private static void read(Reading reading, ConnectionTotals.Part part, String label) {
        reading.add(Metric.CONNECTIONS_OPEN, part.open(), label);
        for (CloseReason why : CloseReason.values()) {
            reading.add(Metric.CONNECTIONS_CLOSED, part.closed(why), label, why.label());
        }
        reading.add(Metric.CONNECTION_RECEIVED_BYTES, part.bytesIn(), label);
        reading.add(Metric.CONNECTION_SENT_BYTES, part.bytesOut(), label);
        reading.add(Metric.CONNECTION_RECEIVED_FRAMES, part.framesIn(), label);
        reading.add(Metric.CONNECTION_SENT_FRAMES, part.framesOut(), label);
    }

    private Page write(Reading reading, @Nullable String accept) {
        List<MetricSnapshot> all = new ArrayList<>(reading.snapshots());
        all.addAll(jvm.snapshots());
        ExpositionFormatWriter openMetrics = formats.getOpenMetricsTextFormatWriter();
        ExpositionFormatWriter writer =
                openMetrics.accepts(accept) ? openMetrics : formats.getPrometheusTextFormatWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream(32 << 10);
        try {
            writer.write(out, new MetricSnapshots(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(writer.getContentType(), Buffer.buffer(out.toByteArray()));
    }

    /** The version of this program. */
    public String version() {
        return version;
    }

    /** What the build wrote down. */
    private static String readVersion() {
        try (InputStream in = Metrics.class.getResourceAsStream("/io/busport/version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        jvm.close();
    }
}
