package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.busport.natlab.LabProcess.Line;
import io.busport.natlab.Ledger.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Instant START = Instant.ofEpochMilli(1_000);

    @Test
    void all_is_well_when_each_number_is_heard_once_and_in_order() {
        var ledger = ledger(
                List.of("sent 3 acked 3 failed 0", "got sea 1 1000", "got sea 2 1100"),
                List.of("got river 1 1000", "got river 2 1010", "got river 3 1020", "sent 2 acked 2 failed 0"));
        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.there().heard()).hasSize(3);
        assertThat(ledger.back().heard()).hasSize(2);
        assertThat(ledger).hasToString("""
                        river to sea: heard 3, Sent[published=3, acked=3, failed=0], lost none, doubled none, reordered none
                        sea to river: heard 2, Sent[published=2, acked=2, failed=0], lost none, doubled none, reordered none""".replace("\n", System.lineSeparator()));
    }

    @Test
    void what_was_sent_and_never_heard_is_lost_also_at_the_end() {
        var flow = heard("sent 5 acked 5 failed 0", 1, 3, 4);
        assertThat(flow.lost()).containsExactly(2L, 5L);
        assertThat(flow.faults()).containsExactly("river to sea: lost 2 5, and 0 reported as failed");
    }

    @Test
    void silence_is_the_loss_of_everything() {
        assertThat(heard("sent 2 acked 2 failed 0").lost()).containsExactly(1L, 2L);
        assertThat(heard("sent 0 acked 0 failed 0").lost()).isEmpty();
    }

    @Test
    void a_reported_failure_may_be_missing_and_no_more_than_that() {
        var one = heard("sent 3 acked 2 failed 1", 1, 3);
        assertThat(one.lost()).containsExactly(2L);
        assertThat(one.faults()).isEmpty();
        assertThat(heard("sent 3 acked 2 failed 1", 1).faults())
                .containsExactly("river to sea: lost 2 3, and 1 reported as failed");
    }

    @Test
    void what_is_neither_acked_nor_failed_is_undecided() {
        assertThat(heard("sent 3 acked 1 failed 1", 1, 2, 3).faults())
                .singleElement()
                .asString()
                .contains("undecided");
    }

    @Test
    void a_number_heard_again_is_doubled_and_not_reordered() {
        var flow = heard("sent 3 acked 3 failed 0", 1, 2, 3, 2, 2);
        assertThat(flow.doubled()).containsExactly(2L);
        assertThat(flow.reordered()).isEmpty();
        assertThat(flow.faults()).containsExactly("river to sea: doubled 2");
    }

    @Test
    void a_number_first_heard_after_a_higher_one_is_reordered() {
        var flow = heard("sent 5 acked 5 failed 0", 1, 4, 2, 3, 5);
        assertThat(flow.reordered()).containsExactly(2L, 3L);
        assertThat(flow.lost()).isEmpty();
        assertThat(flow.faults()).containsExactly("river to sea: reordered 2 3");
    }

    @Test
    void a_number_that_was_never_sent_is_invented() {
        var flow = heard("sent 2 acked 2 failed 0", 0, 1, 2, 3);
        assertThat(flow.invented()).containsExactly(0L, 3L);
        assertThat(flow.faults()).containsExactly("river to sea: heard what was never sent: 0 3");
    }

    @Test
    void directions_do_not_mix_and_strangers_do_not_count() {
        var ledger = ledger(
                List.of("sent 1 acked 1 failed 0", "got river 1 1000", "got sea 1 1000"),
                List.of("sent 2 acked 2 failed 0", "got lake 1 1000", "got river 1 1000"));
        assertThat(ledger.there().faults()).isEmpty();
        assertThat(ledger.back().lost()).containsExactly(2L);
        assertThat(ledger.faults()).hasSize(1);
    }

    @Test
    void the_time_to_the_next_delivery_counts_from_any_instant() {
        var flow = heardAt(hearing(1, 0), hearing(2, 250), hearing(3, 3000));
        assertThat(flow.nextAfter(START)).hasValue(Duration.ZERO);
        assertThat(flow.nextAfter(START.plusMillis(1))).hasValue(Duration.ofMillis(249));
        assertThat(flow.nextAfter(START.plusMillis(251))).hasValue(Duration.ofMillis(2749));
        assertThat(flow.nextAfter(START.plusMillis(3001))).isEmpty();
    }

    @Test
    void a_repeat_delivers_nothing() {
        var flow = heardAt(hearing(1, 0), hearing(1, 1000), hearing(2, 2000));
        assertThat(flow.nextAfter(START.plusMillis(1))).hasValue(Duration.ofMillis(1999));
    }

    @Test
    void the_slowest_message_took_longest_from_publisher_to_hearer() {
        assertThat(heardAt().slowest()).isEmpty();
        assertThat(heardAt(hearing(1, 10), hearing(2, 900), hearing(3, 20), hearing(1, 5000))
                        .slowest())
                .hasValue(Duration.ofMillis(900));
    }

    @Test
    void the_last_word_of_a_program_that_was_started_again_counts() {
        var flow = heard(List.of("sent 2 acked 1 failed 0", "sent 3 acked 3 failed 0"), 1, 2, 3);
        assertThat(flow.faults()).isEmpty();
    }

    @Test
    void while_they_talk_the_order_is_known_and_the_losses_are_not() {
        var flow = heard(List.of(), 1, 3, 2, 2);
        assertThat(flow.doubled()).containsExactly(2L);
        assertThat(flow.reordered()).containsExactly(2L);
        assertThat(flow).hasToString("river to sea: heard 4, not yet said what was sent, doubled 2, reordered 2");
        assertThatIllegalStateException()
                .isThrownBy(flow::lost)
                .withMessage("'river' has not said what it sent: expected a line 'sent N acked N failed K'");
    }

    @Test
    void events_are_kept_as_they_are_and_other_lines_are_passed_over() {
        var witness = witness("river", List.of("hello", "event {\"state\":\"resumed\"}", "event {}", "eventful"));
        assertThat(witness.events()).containsExactly("{\"state\":\"resumed\"}", "{}");
        assertThat(Ledger.of(witness, witness("sea", List.of())).there().heard())
                .isEmpty();
    }

    @Test
    void a_line_that_cannot_be_read_is_not_passed_over() {
        for (var line : List.of("got river 1", "got river one 1000", "got river 1 1000 2", "got river -1 1000")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger(List.of(), List.of(line)))
                    .withMessageStartingWith("line '%s' of 'sea': expected got", line);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger(List.of("sent 1 acked 1"), List.of()))
                .withMessageStartingWith("line 'sent 1 acked 1' of 'river': expected sent");
    }

    @Test
    void one_program_cannot_be_both() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ledger.of(witness("river", List.of()), witness("river", List.of())))
                .withMessage("both are named 'river': expected two names");
    }

    @Test
    void many_numbers_are_cut_short_for_the_reader() {
        assertThat(heard("sent 100 acked 100 failed 0", 1).faults())
                .singleElement()
                .asString()
                .contains("lost 2 3 4")
                .contains("21 and 79 more");
    }

    private static Flow heard(String sent, long... numbers) {
        return heard(List.of(sent), numbers);
    }

    private static Flow heard(List<String> said, long... numbers) {
        var lines =
                Arrays.stream(numbers).mapToObj(i -> "got river " + i + " 1000").toList();
        return ledger(said, lines).there();
    }

    private static Ledger ledger(List<String> river, List<String> sea) {
        return Ledger.of(witness("river", river), witness("sea", sea));
    }

    private static Witness witness(String name, List<String> said) {
        return new Witness(
                name, said.stream().map(line -> new Line(START, line)).toList());
    }

    /** A message that was published at the start and heard so long after it. */
    private static Line hearing(long number, long millis) {
        return new Line(START.plusMillis(millis), "got river %d %d".formatted(number, START.toEpochMilli()));
    }

    private static Flow heardAt(Line... hearings) {
        return Ledger.of(witness("river", List.of()), new Witness("sea", List.of(hearings)))
                .there();
    }
}
