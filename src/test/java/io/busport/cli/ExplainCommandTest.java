package io.busport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
    private final Run run = new Run();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void a_word_is_explained_wherever_it_is_met() {
        assertThat(run.now("explain", "SILENT")).isZero();
        assertThat(run.printed())
                .contains("silent (close reason)", "silent (client's cause)")
                .anyMatch(l -> l.startsWith("  retried  yes, by the client itself"));
    }

    @Test
    void without_a_word_all_are_listed() {
        assertThat(run.now("explain")).isZero();
        assertThat(run.printed()).anyMatch(l -> l.matches(" +no_handlers +Nobody listens on the address\\."));
    }

    @Test
    void an_unknown_word_is_exit_code_2_with_the_nearest() {
        assertThat(run.now("explain", "no_handler")).isEqualTo(2);
        assertThat(run.said()).contains("'no_handler' (expected: ", "nearest are no_handlers");
        assertThat(run.printed()).isEmpty();
    }
}
