package io.busport.ops.page;

import io.busport.connection.ConnectionInfo;
import io.busport.connection.Connections;
import io.busport.session.Excerpt;
import io.busport.session.SessionInfo;
import io.busport.session.SessionTotals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A snapshot with two sessions, two connections and one that has ended. */
final class Sample {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private String said = "";
    private int more;
    private boolean actions;
    private boolean leaving;
    private Snapshot.@Nullable Cluster cluster;
    private String guarantee = "one copy: this gateway";

    /** Clients say this wherever they may say something. */
    Sample saying(String words) {
        said = words;
        return this;
    }

    Sample andMore(int sessions) {
        more = sessions;
        return this;
    }

    Sample withActions() {
        actions = true;
        return this;
    }

    Sample leaving() {
        leaving = true;
        return this;
    }

    Sample with(Snapshot.Cluster of, String owed) {
        cluster = of;
        guarantee = owed;
        return this;
    }

    Snapshot write() {
        ConnectionInfo carrier = connection("a3f9-1", "k3", null);
        return new Snapshot(
                new Snapshot.Gateway(
                        "a3f9",
                        "1.2.3",
                        NOW.minusSeconds(3600),
                        "0.0.0.0:8000",
                        leaving ? "draining" : "serving",
                        NOW.minusSeconds(5),
                        leaving ? "it is leaving" : null,
                        actions),
                new Connections().totals(1000).result(),
                new SessionTotals(1, 1, 15, 2100, 9000, 0, 2),
                new Excerpt<>(List.of(attached(), detached()), 2 + more),
                Map.of(carrier.id(), carrier),
                new Excerpt<>(List.of(carrier, connection("a3f9-2", null, null)), 2),
                new Excerpt<>(List.of(connection("a3f9-9", null, NOW.minusSeconds(60))), 1),
                guarantee,
                2,
                1 << 20,
                1 << 30,
                cluster,
                said,
                NOW);
    }

    private SessionInfo attached() {
        return session("k3", "river" + said, "a3f9-1", 0, 14, 2, 3, "reset on the client's side only");
    }

    private SessionInfo detached() {
        return session("k4", null, null, NOW.plusSeconds(840).toEpochMilli(), 1, 0, 1, "silent");
    }

    private SessionInfo session(
            String id,
            @Nullable String name,
            @Nullable String connection,
            long expires,
            int queued,
            long rebound,
            long resumed,
            String cause) {
        return new SessionInfo(
                id,
                name,
                "someone" + said,
                connection,
                "203.0.113.7:51112" + said,
                "json-lines" + said,
                1,
                NOW.minusSeconds(100).toEpochMilli(),
                expires,
                1,
                queued,
                2048,
                9000,
                5,
                7,
                0,
                resumed,
                rebound,
                0,
                1,
                cause + said);
    }

    private ConnectionInfo connection(String id, @Nullable String session, @Nullable Instant closed) {
        return new ConnectionInfo(
                id,
                closed == null ? "open" : "closed",
                "json-lines",
                "203.0.113.7:51112" + said,
                null,
                null,
                "",
                session == null ? null : session + said,
                NOW.minusSeconds(100),
                4000,
                12.0,
                50,
                70,
                5,
                7,
                0,
                0,
                closed,
                closed == null ? null : "admin",
                "an operator ended this connection" + said);
    }
}
