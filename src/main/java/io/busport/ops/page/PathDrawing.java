package io.busport.ops.page;

import io.busport.connection.CloseReason;
import io.busport.connection.ConnectionInfo;
import io.busport.session.Excerpt;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way from clients to this gateway, and what the gateway knows of each part of it. */
final class PathDrawing {
    private static final String SVG =
            "<svg viewBox=\"0 0 48 48\" width=\"48\" height=\"48\" aria-hidden=\"true\" focusable=\"false\">%s</svg>";
    private static final String CLIENT = SVG.formatted("<rect x=\"9\" y=\"10\" width=\"30\" height=\"20\" rx=\"2\"/>"
            + "<path d=\"M4 36h40\"/><path d=\"M16 18l5 4-5 4M25 26h7\"/>");
    private static final String NAT = SVG.formatted(
            "<rect x=\"6\" y=\"26\" width=\"36\" height=\"12\" rx=\"2\"/>"
                    + "<path d=\"M14 26V12M34 26V12\"/><path d=\"M20 17q4-4 8 0M17 13q7-7 14 0\"/><path d=\"M12 32h2M18 32h2M34 32h2\"/>");
    private static final String NODE = SVG.formatted("<rect x=\"10\" y=\"6\" width=\"28\" height=\"36\" rx=\"2\"/>"
            + "<path d=\"M10 18h28M10 30h28\"/><path d=\"M16 12h2M16 24h2M16 36h2M26 12h6M26 24h6M26 36h6\"/>");
    private static final String POD =
            SVG.formatted("<path d=\"M24 5l17 9v20l-17 9-17-9V14z\"/>" + "<path d=\"M7 14l17 9 17-9M24 23v20\"/>");

    private final Snapshot now;
    private final Html html;

    PathDrawing(Snapshot now, Html html) {
        this.now = now;
        this.html = html;
    }

    void write() {
        html.tag("section", "class", "path", "aria-label", "The path from clients to this gateway")
                .tag("ol", "id", "path", PageWriter.LIVE, "");
        long silent = now.connectionTotals().closed(CloseReason.SILENT)
                + now.connectionTotals().closed(CloseReason.UNREACHABLE);
        station(
                CLIENT,
                "Clients",
                Words.count(now.open().count(), "connection"),
                Words.count(now.sessionTotals().attached() + now.sessionTotals().detached(), "session"));
        station(
                NAT,
                "NAT",
                Words.count(now.rebindings(), "client rebound", "clients rebound"),
                Words.count(silent, "silent death"));
        station(NODE, "Node", sources(), "round trip " + Words.roundTrip(median()));
        station(
                POD,
                "Gateway (pod)",
                now.gateway().listening(),
                now.gateway().unready() == null ? "ready" : "not ready");
        html.end().end();
    }

    private void station(String icon, String name, String... facts) {
        html.tag("li").drawing(icon).tag("div").element("strong", name);
        for (String fact : facts) {
            html.element("p", fact);
        }
        html.end().end();
    }

    /** Where clients seem to be: behind a NodePort that hides them they all seem to be nodes. */
    private String sources() {
        Excerpt<ConnectionInfo> open = now.open();
        long hosts = open.shown().stream()
                .map(c -> c.observed().substring(0, Math.max(0, c.observed().lastIndexOf(':'))))
                .distinct()
                .count();
        return "seen from " + Words.count(hosts, "address", "addresses") + (open.rest() > 0 ? " and more" : "");
    }

    private @Nullable Double median() {
        List<Double> times = now.open().shown().stream()
                .map(ConnectionInfo::rttMillis)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        return times.isEmpty() ? null : times.get(times.size() / 2);
    }
}
