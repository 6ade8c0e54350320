package io.busport.ops.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.ops.page.Snapshot.Cluster;
import io.busport.ops.page.Snapshot.Member;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the page says, read back as XML, which it is as well. */
class PageWriterTest {
    private static final String HOSTILE =
            "\"><script src=//x.example></script><img src=x onerror='alert(1)'>\u202e\u0000&lt;";

    private static Document page(Snapshot snapshot) {
        try {
            byte[] page = new PageWriter(snapshot).write().getBytes(UTF_8);
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(page));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<Element> all(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String row(Document page, String id) {
        return all(page, "tr").stream()
                .filter(tr -> tr.getAttribute("id").equals(id))
                .map(tr -> tr.getTextContent().replaceAll("\\s+", " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_session_is_a_row_with_all_that_an_operator_asks() {
        Document page = page(new Sample().write());
        assertThat(row(page, "s-k3"))
                .contains("river", "203.0.113.7:51112", "rebound 2 times", "resumed 3 times", "json-lines")
                .contains("12 ms", "4 s", "14 messages, 2.0 KiB", "the oldest for 9 s", "reset on the client's side");
        assertThat(row(page, "s-k4")).contains("detached", "kept for 14 min", "once");
        assertThat(row(page, "c-a3f9-1")).contains("session k3", "203.0.113.7:51112", "5 / 7");
        assertThat(row(page, "e-a3f9-9")).contains("admin", "an operator ended this connection", "1 min ago");
    }

    @Test
    void whatever_a_client_says_is_a_text() {
        Document honest = page(new Sample().saying("words").write());
        Document page = page(new Sample().saying(HOSTILE).write());
        assertThat(shape(page)).isEqualTo(shape(honest));
        assertThat(all(page, "script"))
                .hasSize(1)
                .allSatisfy(s -> assertThat(s.getAttribute("src")).isEqualTo("page.js"));
        assertThat(all(page, "img")).isEmpty();
        assertThat(page.getDocumentElement().getTextContent()).contains("<script src=//x.example>");
    }

    /** The elements and the names of their attributes. */
    private static List<String> shape(Document page) {
        return all(page, "*").stream()
                .map(e -> {
                    Set<String> names = new TreeSet<>();
                    for (int i = 0; i < e.getAttributes().getLength(); i++) {
                        names.add(e.getAttributes().item(i).getNodeName());
                    }
                    return e.getTagName() + names;
                })
                .toList();
    }

    @Test
    void nothing_that_runs_or_paints_stands_in_the_page_itself() {
        Document page = page(new Sample().write());
        assertThat(all(page, "style")).isEmpty();
        assertThat(all(page, "*")).allSatisfy(e -> {
            assertThat(e.hasAttribute("style")).as(e.getTagName()).isFalse();
            for (int i = 0; i < e.getAttributes().getLength(); i++) {
                assertThat(e.getAttributes().item(i).getNodeName()).doesNotStartWith("on");
            }
        });
        assertThat(all(page, "*").stream().map(e -> e.getAttribute("id")).filter(id -> !id.isEmpty()))
                .doesNotHaveDuplicates();
    }

    @Test
    void what_is_not_shown_is_counted() {
        String text =
                page(new Sample().andMore(4_321).write()).getDocumentElement().getTextContent();
        assertThat(text).contains("Sessions 4 323", "2 are shown, 4 321 more not");
    }

    @Test
    void without_a_token_there_is_no_button_and_the_page_says_why() {
        Document off = page(new Sample().write());
        assertThat(all(off, "button")).extracting(Element::getTextContent).containsExactly("Find");
        assertThat(off.getDocumentElement().getTextContent()).contains("Off. Set admin.token");
        Document on = page(new Sample().withActions().write());
        assertThat(all(on, "button").stream().map(b -> b.getAttribute("data-action")))
                .contains("sessions/k3/expire", "connections/a3f9-1/disconnect");
    }

    @Test
    void a_gateway_that_is_not_ready_says_why() {
        Document page = page(new Sample().leaving().write());
        assertThat(page.getDocumentElement().getTextContent())
                .contains("Not ready", "No new clients: it is leaving.", "Leaving for 5 s: 2 connections still open.");
    }

    @Test
    void the_cluster_is_there_with_its_members_and_what_is_wrong() {
        Cluster well = new Cluster(
                List.of(new Member("n1", true, false, null), new Member("n2", false, true, "192.0.2.1:8000")),
                2,
                1,
                false,
                2,
                2,
                1.25,
                0,
                null);
        assertThat(page(new Sample().with(well, "copies 2/2").write())
                        .getDocumentElement()
                        .getTextContent())
                .contains("copies 2/2", "2 of 2", "n1 (this gateway)", "n2 (leaving, clients at 192.0.2.1:8000)")
                .contains("the last came back in 1.3 ms", "1 program without a gateway");
        Cluster ill = new Cluster(
                List.of(new Member("n1", true, false, null)),
                3,
                0,
                true,
                1,
                2,
                -1,
                4,
                "cut off from most of the others");
        Document page = page(new Sample().with(ill, "copies 1/2, degraded").write());
        assertThat(all(page, "span").stream()
                        .filter(s -> s.getAttribute("class").equals("badge bad"))
                        .map(Element::getTextContent))
                .contains("copies 1/2, degraded", "1 of 3", "no: cut off from most of the others")
                .contains("cut off from most of the others, lost 4");
    }
}
