package io.busport.ops.page;

import io.busport.session.Excerpt;
import java.util.Iterator;
import java.util.List;

/**
 * One table. In a narrow window its rows become cards, whose cells show the name of their column themselves; the roles say that it is a table
 * all the same.
 */
final class Table {
    private final Html html;
    private final boolean empty;
    private List<String> columns = List.of();
    private Iterator<String> column = columns.iterator();

    /** Begins it, with its title and how much of it is shown. */
    Table(Html html, String id, String title, Excerpt<?> rows, String searched) {
        this.html = html;
        html.tag("section", "class", "list", "id", id, PageWriter.LIVE, "", "aria-labelledby", id + "-title")
                .tag("h2", "id", id + "-title")
                .text(title + " ")
                .element("span", Words.count(rows.count(), "", "").strip(), "class", "count")
                .end();
        if (!searched.isEmpty()) {
            html.tag("p")
                    .text("With “")
                    .foreign(searched)
                    .text("” in name, id or address.")
                    .end();
        }
        if (rows.rest() > 0) {
            html.element(
                    "p",
                    Words.count(rows.shown().size(), "is", "are") + " shown, "
                            + Words.count(rows.rest(), "more", "more")
                            + " not: search for one, or take all of them from the links below.");
        }
        empty = rows.count() == 0;
        if (empty) {
            html.element("p", "None.", "class", "none");
        } else {
            html.tag("table", "role", "table", "aria-labelledby", id + "-title");
        }
    }

    void head(List<String> names) {
        columns = names;
        if (empty) {
            return; // no head over nothing
        }
        html.tag("thead", "role", "rowgroup").tag("tr", "role", "row");
        names.forEach(name -> html.element("th", name, "role", "columnheader", "scope", "col"));
        html.end().end().tag("tbody", "role", "rowgroup");
    }

    /** Begins a row. */
    void row(String id) {
        html.tag("tr", "id", id, "role", "row");
        column = columns.iterator();
    }

    /** The next cell of the row. */
    void cell(Runnable content) {
        cell("", content);
    }

    /** The same, with a text of any length. */
    void longCell(Runnable content) {
        cell("long", content);
    }

    private void cell(String kind, Runnable content) {
        html.tag("td", "role", "cell", "class", kind, "data-column", column.next())
                .tag("div");
        content.run();
        html.end().end();
    }

    void endRow() {
        html.end();
    }

    void end() {
        if (!empty) {
            html.end().end();
        }
        html.end();
    }
}
