package io.busport.ops.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void what_has_a_meaning_in_html_is_a_text_in_text_and_in_attributes() {
        String hostile = "</td><script>alert('x')</script>\" onclick=\"&amp;";
        String html = new Html()
                .tag("p", "title", hostile)
                .text(hostile)
                .foreign(hostile)
                .end()
                .toString();
        String harmless = "&lt;/td&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onclick=&quot;&amp;amp;";
        assertThat(html)
                .isEqualTo("<!DOCTYPE html>\n<p title=\"" + harmless + "\">" + harmless + "<bdi>" + harmless
                        + "</bdi></p>\n");
    }

    @Test
    void what_cannot_be_written_is_a_question_mark() {
        assertThat(new Html().text("a\u0000b\u001b[2Jc\uD800d\uDC00e\uFFFF").toString())
                .endsWith("a\uFFFDb\uFFFD[2Jc\uFFFDd\uFFFDe\uFFFD");
        assertThat(new Html().text("안녕 \uD83D\uDE00").toString()).endsWith("안녕 \uD83D\uDE00");
    }

    @Test
    void an_element_that_has_not_ended_is_a_fault() {
        assertThatThrownBy(() -> new Html().tag("p").toString()).hasMessageContaining("elements [p] are open");
    }
}
