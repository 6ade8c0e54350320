package io.busport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.client.Cause;
import io.busport.connection.CloseReason;
import io.busport.explain.Entry.Kind;
import io.busport.explain.Entry.Retry;
import io.busport.wire.FailCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every stable word has one entry, and docs/codes.md has all of them. */
class CatalogueTest {
    @Test
    void every_error_code_is_explained_once() {
        assertThat(words(Kind.FAIL_CODE)).containsExactlyInAnyOrderElementsOf(of(FailCode.values(), FailCode::word));
    }

    @Test
    void every_close_reason_is_explained_once() {
        assertThat(words(Kind.CLOSE_REASON))
                .containsExactlyInAnyOrderElementsOf(of(CloseReason.values(), CloseReason::label));
    }

    @Test
    void every_cause_of_a_client_is_explained_once() {
        assertThat(words(Kind.CAUSE)).containsExactlyInAnyOrderElementsOf(of(Cause.values(), Cause::word));
    }

    @Test
    void a_code_is_said_to_end_the_session_exactly_when_the_client_ends_it() {
        assertThat(FailCode.values())
                .allSatisfy(code -> assertThat(entry(code).retry() == Retry.NEVER)
                        .as(code.word())
                        .isEqualTo(code.isFinal()));
    }

    @Test
    void an_entry_is_a_sentence_and_two_phrases() {
        assertThat(Catalogue.all()).allSatisfy(e -> {
            assertThat(e.means()).as(e.word()).matches("[A-Z].*\\.");
            assertThat(List.of(e.cause(), e.fix()))
                    .allSatisfy(phrase -> assertThat(phrase)
                            .as(e.word())
                            .isNotBlank()
                            .doesNotEndWith(".")
                            .doesNotContain("|"));
        });
    }

    @Test
    void a_word_is_found_however_it_is_written() {
        assertThat(Catalogue.find("NO_HANDLERS")).extracting(Entry::word).containsExactly("no_handlers");
        assertThat(Catalogue.find("Write_Stalled")).extracting(Entry::word).containsExactly("write-stalled");
        assertThat(Catalogue.find("silent")).extracting(Entry::kind).containsExactly(Kind.CLOSE_REASON, Kind.CAUSE);
        assertThat(Catalogue.find("nonsense")).isEmpty();
    }

    @Test
    void an_unknown_word_has_neighbours() {
        assertThat(Catalogue.nearest("no_handler")).first().isEqualTo("no_handlers");
        assertThat(Catalogue.nearest("denied")).first().isEqualTo("access_denied");
        assertThat(Catalogue.nearest("write-staled")).first().isEqualTo("write-stalled");
    }

    @Test
    void the_page_is_the_catalogue() throws IOException {
        assertThat(Files.readString(Path.of("docs/codes.md"))).isEqualTo(CodesPage.text());
    }

    private static Entry entry(FailCode code) {
        return Catalogue.all().stream()
                .filter(e -> e.kind() == Kind.FAIL_CODE && e.word().equals(code.word()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> words(Kind kind) {
        return Catalogue.all().stream().filter(e -> e.kind() == kind).map(Entry::word);
    }

    private static <T> List<String> of(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).toList();
    }
}
