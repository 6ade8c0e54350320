package io.busport.ops.page;

import io.busport.connection.ConnectionTotals;
import io.busport.wire.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the page: what is above the tables, and the frame around all. Parts with {@code data-live} are what the script keeps up to date. */
final class PageWriter {
    static final String LIVE = "data-live";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Snapshot now;
    private final Html html = new Html();

    PageWriter(Snapshot now) {
        this.now = now;
    }

    String write() {
        html.tag("html", "lang", "en");
        head();
        html.tag("body");
        banner();
        html.tag("main");
        new PathDrawing(now, html).write();
        html.tag("div", "class", "cards");
        gateway();
        cluster();
        html.end();
        search();
        new Tables(now, html).write();
        actions();
        html.end();
        footer();
        html.end().end();
        return html.toString();
    }

    private void head() {
        html.tag("head")
                .tag("meta", "charset", "utf-8")
                .tag("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .tag("meta", "name", "color-scheme", "content", "light dark")
                .element("title", "Busport " + now.gateway().id() + ": " + readiness())
                .tag("link", "rel", "icon", "href", "icon.svg", "type", "image/svg+xml")
                .tag("link", "rel", "stylesheet", "href", "page.css")
                .tag("script", "src", "page.js", "defer", "defer")
                .end();
        html.tag("noscript")
                .tag("meta", "http-equiv", "refresh", "content", "10")
                .end()
                .end();
    }

    private String readiness() {
        String why = now.gateway().unready();
        return why == null ? "ready" : "not ready, " + why;
    }

    private void banner() {
        boolean ready = now.gateway().unready() == null;
        html.tag("header")
                .tag("div", "class", "name")
                .element("h1", "Busport")
                .element("p", "gateway " + now.gateway().id())
                .end();
        html.tag("div", "id", "state", LIVE, "", "class", "state")
                .element(
                        "p",
                        ready ? "Ready" : "Not ready",
                        "class",
                        "badge " + (ready ? "good" : "bad"),
                        "role",
                        "status");
        if (!ready) {
            html.element("p", "No new clients: " + now.gateway().unready() + ".");
        }
        if (now.gateway().state().equals("draining")) {
            html.element(
                    "p",
                    "Leaving for " + Words.time(since(now.gateway().since())) + ": "
                            + Words.count(now.open().count(), "connection") + " still open.");
        }
        html.end();
        html.element("p", "", "id", "trouble", "class", "trouble", "role", "alert", "hidden", "hidden");
        html.end();
    }

    private Duration since(Instant then) {
        return Duration.between(then, now.now());
    }

    private void gateway() {
        ConnectionTotals totals = now.connectionTotals();
        Facts facts = new Facts(html, "gateway", "This gateway");
        facts.add("Version", now.gateway().version());
        facts.add("Listening on", now.gateway().listening());
        facts.add(
                "Up",
                Words.time(since(now.gateway().started())) + ", since "
                        + TIME.format(now.gateway().started()));
        facts.add("State", now.gateway().state());
        facts.add("Connections", byDialect(totals));
        facts.add(
                "Sessions",
                now.sessionTotals().attached() + " attached, "
                        + now.sessionTotals().detached() + " waiting for their clients");
        facts.add(
                "Kept for clients",
                Words.count(now.sessionTotals().queued(), "message") + ", "
                        + Words.bytes(now.sessionTotals().queuedBytes()));
        facts.add("Memory of sessions", Words.bytes(now.memory()) + " of " + Words.bytes(now.memoryLimit()));
        facts.add(
                "Event loops",
                totals.loops() + ", the slowest answered in "
                        + String.format(Locale.ROOT, "%.1f ms", totals.delayNanos() / 1e6));
        facts.end();
    }

    private static String byDialect(ConnectionTotals totals) {
        List<String> parts = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            int open = totals.of(dialect).open();
            if (open > 0) {
                parts.add(open + " " + dialect.label());
            }
        }
        int silent = totals.of(null).open();
        if (silent > 0) {
            parts.add(silent + " that said nothing yet");
        }
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    private void cluster() {
        Snapshot.Cluster cluster = now.cluster();
        Facts facts = new Facts(html, "cluster", "Cluster");
        if (cluster == null) {
            facts.add("Gateways", "this one, and no cluster");
            facts.add("Guarantee", now.guarantee());
            facts.end();
            return;
        }
        boolean degraded = cluster.copies() < cluster.copiesWanted();
        boolean missing = cluster.members().size() < cluster.expected();
        facts.badge("Guarantee", now.guarantee(), !degraded);
        facts.badge("Gateways", cluster.members().size() + " of " + cluster.expected(), !missing);
        facts.badge(
                "Majority", cluster.minority() ? "no: cut off from most of the others" : "yes", !cluster.minority());
        String canary = cluster.canaryTrouble();
        String tripped = cluster.canaryMillis() < 0
                ? "none has come back yet"
                : String.format(Locale.ROOT, "the last came back in %.1f ms", cluster.canaryMillis());
        facts.badge(
                "Canary",
                (canary == null ? tripped : canary)
                        + (cluster.canaryLost() > 0 ? ", lost " + cluster.canaryLost() : ""),
                canary == null);
        for (Snapshot.Member member : cluster.members()) {
            List<String> notes = new ArrayList<>();
            if (member.self()) {
                notes.add("this gateway");
            }
            if (member.leaving()) {
                notes.add("leaving");
            }
            if (member.advertise() != null) {
                notes.add("clients at " + member.advertise());
            }
            facts.add("Member", member.node() + (notes.isEmpty() ? "" : " (" + String.join(", ", notes) + ")"));
        }
        if (cluster.strangers() > 0) {
            facts.add("Other members", Words.count(cluster.strangers(), "program") + " without a gateway");
        }
        facts.end();
    }

    private void search() {
        html.tag("form", "method", "get", "action", "./", "class", "search", "role", "search")
                .element("label", "Find a session or a connection", "for", "find")
                .tag(
                        "input",
                        "id",
                        "find",
                        "name",
                        "find",
                        "type",
                        "search",
                        "value",
                        now.searched(),
                        "maxlength",
                        "100",
                        "placeholder",
                        "name, id, address",
                        "autocomplete",
                        "off")
                .element("button", "Find", "type", "submit");
        if (!now.searched().isEmpty()) {
            html.element("a", "Show all", "href", "./");
        }
        html.end();
    }

    private void actions() {
        html.tag("section", "class", "actions", "aria-labelledby", "actions-title")
                .element("h2", "Admin actions", "id", "actions-title");
        if (!now.gateway().actions()) {
            html.element("p", "Off. Set admin.token or admin.tokenFile, and this page can disconnect and expire.");
        } else {
            html.element(
                    "p",
                    "To disconnect a connection or to expire a session, an operator proves to be one with the token."
                            + " It stays in this page, and is gone when you leave it.");
            html.tag("p", "class", "needs-script")
                    .element("label", "Admin token", "for", "token")
                    .tag("input", "id", "token", "type", "password", "autocomplete", "off", "spellcheck", "false")
                    .end();
            html.element("p", "", "id", "outcome", "role", "status");
            html.tag("noscript")
                    .element("p", "The buttons need a script. Without one:")
                    .element("pre", "curl -X POST -H \"Authorization: Bearer TOKEN\" …/sessions/ID/expire")
                    .end();
        }
        html.end();
    }

    private void footer() {
        html.tag("footer")
                .tag("p", "id", "written", LIVE, "")
                .text("As of " + TIME.format(now.now()))
                .end();
        html.tag("ul");
        for (String path : List.of("connections", "sessions", "metrics", "health/ready")) {
            html.tag("li").element("a", "/" + path, "href", path).end();
        }
        html.end().end();
    }
}
