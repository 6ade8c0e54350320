package io.busport.prove;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally(2, 2);

    @Test
    void what_was_acknowledged_and_heard_by_everyone_passes() {
        sendAndPromise(1, 3);
        sendAndPromise(2, 3);
        hearAll(1, 3);
        hearAll(2, 3);
        Verdict verdict = tally.verdict();
        assertThat(verdict.passes()).isTrue();
        assertThat(tally.isComplete()).isTrue();
        assertThat(verdict.delivered()).isEqualTo(12).isEqualTo(verdict.due());
        assertThat(verdict.toString()).contains("DELIVERED        12 of 12").endsWith("PASS");
        assertThat(verdict.toJson().getBoolean("passes")).isTrue();
    }

    @Test
    void nothing_at_all_proves_nothing() {
        assertThat(tally.verdict().passes()).isFalse();
        assertThat(tally.verdict().toString()).endsWith("FAIL: nothing was sent");
    }

    @Test
    void a_message_that_one_subscriber_missed_is_lost_and_named() {
        sendAndPromise(1, 6);
        for (int n = 1; n <= 6; n++) {
            hear(1, 1, n);
            if (n != 2 && n != 4 && n != 5) {
                hear(2, 1, n);
            }
        }
        Verdict verdict = tally.verdict();
        assertThat(tally.isComplete()).isFalse();
        assertThat(verdict.lost()).isEqualTo(3);
        assertThat(verdict.toString())
                .contains("subscriber-2 did not hear 3 of publisher-1: 2, 4-5")
                .endsWith("FAIL: 3 lost");
        JsonObject loss = verdict.toJson().getJsonArray("losses").getJsonObject(0);
        assertThat(loss)
                .isEqualTo(new JsonObject()
                        .put("subscriber", 2)
                        .put("publisher", 1)
                        .put("count", 3)
                        .put("numbers", "2, 4-5"));
    }

    @Test
    void a_gap_that_the_gateway_reports_is_a_loss_all_the_same() {
        sendAndPromise(1, 2);
        hearAll(1, 1);
        tally.gap(2);
        tally.reconnected();
        Verdict verdict = tally.verdict();
        assertThat(verdict.lost()).isEqualTo(2);
        assertThat(verdict.reconnects()).isEqualTo(1);
        assertThat(verdict.toString())
                .contains("GAPS REPORTED    1 (2 messages)")
                .endsWith("FAIL: 2 lost");
    }

    @Test
    void what_comes_twice_or_late_is_no_loss_and_no_pass() {
        sendAndPromise(1, 3);
        hear(1, 1, 1);
        hear(1, 1, 3);
        hear(1, 1, 2);
        hear(1, 1, 3);
        hear(2, 1, 1);
        hear(2, 1, 2);
        hear(2, 1, 3);
        Verdict verdict = tally.verdict();
        assertThat(verdict.lost()).isZero();
        assertThat(verdict.delivered()).isEqualTo(6);
        assertThat(verdict.toString()).endsWith("FAIL: 1 duplicated, 1 reordered");
    }

    @Test
    void a_publisher_that_was_told_of_a_failure_lost_nothing_but_did_not_pass() {
        int unheard = tally.send(1) + tally.send(1);
        assertThat(unheard).isEqualTo(3);
        tally.failed("not connected: 5% of it");
        tally.failed("again");
        Verdict verdict = tally.verdict();
        assertThat(tally.isComplete()).isTrue();
        assertThat(verdict.lost()).isZero();
        assertThat(verdict.toString())
                .contains("FAILED           2, the first one: not connected: 5% of it")
                .endsWith("FAIL: 2 failed");
    }

    @Test
    void a_future_that_is_never_done_fails_the_proof() {
        int number = tally.send(1);
        hear(1, 1, number);
        hear(2, 1, number);
        assertThat(tally.isComplete()).isFalse();
        assertThat(tally.verdict().toString()).endsWith("FAIL: 1 neither acknowledged nor failed");
    }

    @Test
    void what_nobody_sent_must_not_be_heard() {
        sendAndPromise(1, 1);
        hearAll(1, 1);
        hear(1, 1, 2);
        hear(1, 3, 1);
        hear(1, 1, 0);
        tally.heardStrange();
        assertThat(tally.verdict().toString()).endsWith("FAIL: 4 heard that were not sent");
    }

    @Test
    void the_longest_silence_of_any_subscriber_counts_and_ends_with_publishing() {
        sendAndPromise(1, 2);
        tally.begin(at(1000));
        tally.heard(1, new Numbered(1, 1, at(1000)), at(1100));
        tally.heard(2, new Numbered(1, 1, at(1000)), at(1700));
        tally.heard(1, new Numbered(1, 2, at(1200)), at(1800));
        assertThat(tally.verdict().longestSilenceMillis()).isEqualTo(700);
        tally.publishingEnded(at(2600));
        assertThat(tally.verdict().longestSilenceMillis()).isEqualTo(900);
        assertThat(tally.verdict().delayMax()).isBetween(699.0, 701.0);
    }

    private static long at(long millis) {
        return MILLISECONDS.toNanos(millis);
    }

    private void sendAndPromise(int publisher, int count) {
        for (int i = 0; i < count; i++) {
            tally.promised(publisher, tally.send(publisher));
        }
    }

    private void hearAll(int publisher, int count) {
        for (int n = 1; n <= count; n++) {
            hear(1, publisher, n);
            hear(2, publisher, n);
        }
    }

    private void hear(int subscriber, int publisher, int number) {
        tally.heard(subscriber, new Numbered(publisher, number, 0), 0);
    }
}
