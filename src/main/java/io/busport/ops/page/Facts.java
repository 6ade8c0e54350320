package io.busport.ops.page;

/** A card with names and values. */
final class Facts {
    private final Html html;

    /** Begins it. */
    Facts(Html html, String id, String title) {
        this.html = html;
        html.tag("section", "class", "card", "aria-labelledby", id + "-title")
                .element("h2", title, "id", id + "-title")
                .tag("dl", "id", id, PageWriter.LIVE, "");
    }

    void add(String name, String value) {
        html.tag("div").element("dt", name).tag("dd").foreign(value).end().end();
    }

    /** A value that is good or bad, said by more than its colour. */
    void badge(String name, String value, boolean good) {
        html.tag("div")
                .element("dt", name)
                .tag("dd")
                .element("span", value, "class", "badge " + (good ? "good" : "bad"))
                .end()
                .end();
    }

    void end() {
        html.end().end();
    }
}
