package io.busport.top;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Two looks as a person reads them: the gateway in three lines, its open connections, its sessions.
 *
 * @param sort of the connections; sessions are in the order of what waits for them
 * @param rows of each table, at most
 */
public record Screen(String title, Sort sort, int rows) {
    private static final String CONNECTION = "%-10s %-10s %-23s %-18s %8s %8s %9s %9s %9s %11s %9s\n";
    private static final String SESSION = "%-18s %-9s %-23s %8s %8s %8s %9s %8s  %s\n";
    private static final int NAME = 18;

    /** Text that ends with a line end. */
    public String text(Look before, Look now) {
        return head(before, now) + "\n" + connections(before, now) + "\n" + sessions(now);
    }

    // --- the gateway

    private String head(Look before, Look now) {
        double seconds = (now.nanos() - before.nanos()) / 1e9;
        long attached = now.sessions().stream()
                .filter(s -> "attached".equals(s.getString("state")))
                .count();
        Map<String, Integer> ends = new TreeMap<>();
        now.connections().stream()
                .map(c -> c.getString("closeReason"))
                .filter(reason -> reason != null)
                .forEach(reason -> ends.merge(reason, 1, Integer::sum));
        String last = ends.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return "%s  busport %s, %s  connections %d  sessions %d attached, %d detached\n"
                        .formatted(
                                title,
                                now.label("busport_build_info", "version"),
                                now.label("busport_gateway_state", "state"),
                                now.open().size(),
                                attached,
                                now.sessions().size() - attached)
                + "in %s frames/s, %s  out %s frames/s, %s  unacknowledged %s frames, oldest %s\n"
                        .formatted(
                                number(rate(before, now, "busport_connection_received_frames_total", seconds)),
                                bytes(rate(before, now, "busport_connection_received_bytes_total", seconds)) + "/s",
                                number(rate(before, now, "busport_connection_sent_frames_total", seconds)),
                                bytes(rate(before, now, "busport_connection_sent_bytes_total", seconds)) + "/s",
                                number(now.sum("busport_outbox_frames")),
                                time((long) (now.sum("busport_outbox_oldest_age_seconds") * 1000)))
                + "ended lately: " + (last.isEmpty() ? "none" : last) + "\n";
    }

    private static double rate(Look before, Look now, String series, double seconds) {
        return seconds <= 0 ? 0 : (now.sum(series) - before.sum(series)) / seconds;
    }

    // --- tables

    private String connections(Look before, Look now) {
        double seconds = (now.nanos() - before.nanos()) / 1e9;
        Map<String, JsonObject> then = new HashMap<>();
        before.open().forEach(c -> then.put(c.getString("id"), c));
        Map<String, String> sessions = new HashMap<>();
        now.sessions().forEach(s -> {
            if (s.getString("connection") != null) {
                sessions.put(s.getString("connection"), nameOf(s));
            }
        });
        Instant clock = Instant.now();
        List<Row> all = now.open().stream()
                .map(c -> Row.of(c, then.get(c.getString("id")), seconds, sessions, clock))
                .sorted(sort.order().thenComparing(Row::id))
                .toList();
        StringBuilder text = new StringBuilder(CONNECTION.formatted(
                "CONNECTION",
                "DIALECT",
                "OBSERVED",
                "SESSION",
                "AGE",
                "IDLE",
                "RTT",
                "IN/s",
                "OUT/s",
                "BYTES/s",
                "QUEUED"));
        all.stream()
                .limit(rows)
                .forEach(r -> text.append(CONNECTION.formatted(
                        r.id(),
                        r.dialect(),
                        r.observed(),
                        r.session(),
                        time(r.ageMillis()),
                        time(r.idleMillis()),
                        r.rttMillis() < 0 ? "-" : "%.1f ms".formatted(r.rttMillis()),
                        number(r.inRate()),
                        number(r.outRate()),
                        bytes(r.byteRate()),
                        bytes(r.queued()))));
        return text.append(more(all.size())).toString();
    }

    private String sessions(Look now) {
        StringBuilder text = new StringBuilder(SESSION.formatted(
                "SESSION", "STATE", "OBSERVED", "UNACKED", "OLDEST", "RESUMED", "REBOUND", "LOST", "LAST CAUSE"));
        now.sessions().stream()
                .sorted(Comparator.comparingLong((JsonObject s) -> s.getLong("queued", 0L))
                        .reversed()
                        .thenComparing(Screen::nameOf))
                .limit(rows)
                .forEach(s -> text.append(SESSION.formatted(
                        nameOf(s),
                        s.getString("state"),
                        s.getString("observed"),
                        s.getLong("queued"),
                        time(s.getLong("oldestMs", 0L)),
                        s.getLong("resumed"),
                        s.getLong("rebound"),
                        s.getLong("lost"),
                        s.getString("lastCause") == null ? "-" : s.getString("lastCause"))));
        return text.append(more(now.sessions().size())).toString();
    }

    private String more(int all) {
        return all > rows ? "… and " + (all - rows) + " more\n" : "";
    }

    private static String nameOf(JsonObject session) {
        String name = session.getString("name") == null ? session.getString("id", "?") : session.getString("name");
        return name.length() > NAME ? name.substring(0, NAME - 1) + "…" : name;
    }

    // --- words

    private static String number(double n) {
        return n == 0 ? "0" : String.format(Locale.ROOT, n < 10 ? "%.1f" : "%,.0f", n);
    }

    private static String bytes(double n) {
        return n < 1024
                ? number(n) + " B"
                : n < 1 << 20
                        ? String.format(Locale.ROOT, "%.1f KiB", n / 1024)
                        : String.format(Locale.ROOT, "%.1f MiB", n / (1 << 20));
    }

    private static String time(long millis) {
        long s = millis / 1000;
        if (millis < 10_000) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
        }
        return s < 120 ? s + "s" : s < 7200 ? s / 60 + "m" : s < 172_800 ? s / 3600 + "h" : s / 86_400 + "d";
    }
}
