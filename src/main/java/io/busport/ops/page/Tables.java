package io.busport.ops.page;

import io.busport.connection.ConnectionInfo;
import io.busport.session.Excerpt;
import io.busport.session.SessionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sessions, open connections, and how the last ones ended. */
final class Tables {
    private final Snapshot now;
    private final Html html;

    Tables(Snapshot now, Html html) {
        this.now = now;
        this.html = html;
    }

    void write() {
        sessions();
        open();
        ended();
    }

    // --- sessions

    private void sessions() {
        Table table = new Table(html, "sessions", "Sessions", now.sessions(), now.searched());
        table.head(columns("Session", "Client", "Dialect", "Round trip", "Idle", "Unacknowledged", "Last disconnect"));
        for (SessionInfo s : now.sessions().shown()) {
            String connection = s.connection();
            ConnectionInfo carrier = connection == null ? null : now.carriers().get(connection);
            table.row("s-" + s.id());
            table.cell(() -> {
                html.tag("strong").foreign(s.title()).end();
                note(s.name() == null ? null : s.id());
                note(s.principal().isEmpty() ? null : "as " + s.principal());
            });
            table.cell(() -> {
                html.foreign(s.observed());
                note(s.rebound() == 0 ? null : "rebound " + times(s.rebound()));
                note(s.resumed() == 0 ? null : "resumed " + times(s.resumed()));
            });
            table.cell(() -> html.text(s.dialect()));
            table.cell(() -> html.text(Words.roundTrip(carrier == null ? null : carrier.rttMillis())));
            table.cell(() -> {
                if (connection == null) {
                    html.element("span", "detached", "class", "badge plain");
                    note("kept for " + Words.time(until(s.expiresAt())));
                } else {
                    html.text(carrier == null ? Words.NOTHING : Words.idle(carrier.idleMillis()));
                }
            });
            table.cell(() -> unacknowledged(s));
            table.longCell(() -> html.foreign(s.lastCause() == null ? Words.NOTHING : s.lastCause()));
            action("sessions/" + s.id() + "/expire", "Expire", "session " + s.title(), table);
            table.endRow();
        }
        table.end();
    }

    private void unacknowledged(SessionInfo s) {
        html.text(s.queued() == 0 ? "0" : Words.count(s.queued(), "message") + ", " + Words.bytes(s.queuedBytes()));
        note(s.queued() == 0 ? null : "the oldest for " + Words.time(s.oldestMillis()));
        note(s.lost() == 0 ? null : s.lost() + " not kept");
    }

    private Duration until(long then) {
        return Duration.between(now.now(), Instant.ofEpochMilli(then));
    }

    private static String times(long n) {
        return n == 1 ? "once" : n + " times";
    }

    // --- connections

    private void open() {
        Table table = new Table(html, "connections", "Connections", now.open(), now.searched());
        table.head(columns("Connection", "Client", "Dialect", "Since", "Round trip", "Idle", "In / out", "Waiting"));
        for (ConnectionInfo c : now.open().shown()) {
            table.row("c-" + c.id());
            table.cell(() -> {
                html.element("strong", c.id());
                note(c.state().equals("open") ? null : c.state());
                if (c.session() != null) {
                    html.tag("small").text("session ").foreign(c.session()).end();
                }
            });
            table.cell(() -> html.foreign(c.observed()));
            table.cell(() -> html.text(c.dialect() == null ? "not known yet" : c.dialect()));
            table.cell(() -> html.text(Words.time(Duration.between(c.since(), now.now()))));
            table.cell(() -> html.text(Words.roundTrip(c.rttMillis())));
            table.cell(() -> html.text(Words.idle(c.idleMillis())));
            table.cell(() -> {
                html.text(c.messagesIn() + " / " + c.messagesOut());
                note(Words.bytes(c.bytesIn()) + " / " + Words.bytes(c.bytesOut()));
            });
            table.cell(() -> {
                html.text(c.queuedBytes() == 0 ? "0" : Words.bytes(c.queuedBytes()));
                note(c.pending() == 0 ? null : Words.count(c.pending(), "question"));
            });
            action("connections/" + c.id() + "/disconnect", "Disconnect", "connection " + c.id(), table);
            table.endRow();
        }
        table.end();
    }

    private void ended() {
        Excerpt<ConnectionInfo> ended = now.ended();
        Table table = new Table(html, "ended", "Ended lately", ended, now.searched());
        table.head(List.of("Connection", "Client", "Dialect", "Ended", "Reason", "More"));
        for (ConnectionInfo c : ended.shown()) {
            Instant at = c.closed();
            table.row("e-" + c.id());
            table.cell(() -> html.element("strong", c.id()));
            table.cell(() -> html.foreign(c.observed()));
            table.cell(() -> html.text(c.dialect() == null ? Words.NOTHING : c.dialect()));
            table.cell(() ->
                    html.text(at == null ? Words.NOTHING : Words.time(Duration.between(at, now.now())) + " ago"));
            table.cell(() -> html.element("code", String.valueOf(c.closeReason())));
            table.longCell(() -> html.foreign(c.detail() == null ? Words.NOTHING : c.detail()));
            table.endRow();
        }
        table.end();
    }

    // --- parts of both

    private List<String> columns(String... names) {
        return now.gateway().actions()
                ? Stream.concat(Arrays.stream(names), Stream.of("Action")).toList()
                : List.of(names);
    }

    private void note(@Nullable String text) {
        if (text != null) {
            html.tag("small").foreign(text).end();
        }
    }

    private void action(String path, String verb, String whom, Table table) {
        if (now.gateway().actions()) {
            table.cell(() -> html.element(
                    "button",
                    verb,
                    "type",
                    "button",
                    "class",
                    "needs-script",
                    "data-action",
                    path,
                    "data-whom",
                    whom,
                    "aria-label",
                    verb + " " + whom));
        }
    }
}
