package io.busport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.VerdictSummary.Outcome;
import org.junit.jupiter.api.Test;

class VerdictSummaryTest {
    private final VerdictSummary summary = new VerdictSummary();

    @Test
    void what_passed_is_told_with_its_facts() {
        summary.fact("1", "seed 7");
        summary.fact("2", "seed 8");
        summary.fact("1", "500 clients");
        summary.ended("1", "all_is_well(Facts)", Outcome.PASS);
        assertThat(summary.lines())
                .containsExactly(
                        "LONG: all_is_well PASS", "LONG:   seed 7", "LONG:   500 clients", "LONG VERDICT: PASS");
    }

    @Test
    void one_failure_fails_the_run() {
        summary.ended("1", "all_is_well()", Outcome.PASS);
        summary.ended("2", "all_is_ill()", Outcome.FAIL);
        summary.ended("3", "all_is_well()", Outcome.PASS);
        assertThat(summary.lines()).endsWith("LONG VERDICT: FAIL").contains("LONG: all_is_ill FAIL");
    }

    @Test
    void what_was_skipped_is_not_hidden() {
        summary.ended("1", "all_is_well()", Outcome.PASS);
        summary.ended("2", "needs_root()", Outcome.SKIPPED);
        assertThat(summary.lines()).endsWith("LONG VERDICT: PASS, 1 skipped");
    }

    @Test
    void a_run_without_a_test_that_passed_is_no_success() {
        assertThat(summary.lines()).containsExactly("LONG VERDICT: FAIL");
        summary.ended("1", "needs_root()", Outcome.SKIPPED);
        assertThat(summary.lines()).endsWith("LONG VERDICT: FAIL, 1 skipped");
    }
}
