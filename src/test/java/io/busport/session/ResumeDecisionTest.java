package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.ResumeDecision.Known;
import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Resume;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResumeDecisionTest {
    private static final byte[] SECRET = ResumeSecret.random();
    private static final byte[] NEXT = ResumeSecret.random();

    private static Known known(byte @Nullable [] offered) {
        return new Known("s", "ann", 3, ResumeSecret.stored(SECRET), offered, 10, 40, 20);
    }

    private static Resume resume(byte[] secret, long epoch, long counter, long received, long floor) {
        String text = ResumeSecret.text("s", epoch, counter, received, floor);
        return new Resume("s", epoch, counter, received, floor, ResumeSecret.prove(secret, text), null);
    }

    private static @Nullable FailCode refusal(Resume said) {
        return ResumeDecision.decide(known(null), said, "ann").refusal();
    }

    @Test
    void the_one_whose_it_is_has_it() {
        ResumeDecision decision = ResumeDecision.decide(known(null), resume(SECRET, 3, 11, 40, 21), "ann");
        assertThat(decision.refusal()).isNull();
        assertThat(decision.secret()).isEqualTo(SECRET);
    }

    @Test
    void both_secrets_are_good_while_it_is_not_known_which_one_the_client_has() {
        Known both = known(ResumeSecret.stored(NEXT));
        assertThat(ResumeDecision.decide(both, resume(NEXT, 3, 11, 0, 1), "ann").refusal())
                .isNull();
        assertThat(ResumeDecision.decide(both, resume(SECRET, 3, 11, 0, 1), "ann")
                        .refusal())
                .isNull();
    }

    @Test
    void another_principal_is_refused_even_with_the_secret() {
        assertThat(ResumeDecision.decide(known(null), resume(SECRET, 3, 11, 0, 1), "bob")
                        .refusal())
                .isEqualTo(FailCode.WRONG_PRINCIPAL);
    }

    @Test
    void whatever_is_changed_in_it_the_proof_does_not_hold() {
        Resume said = resume(SECRET, 3, 11, 5, 6);
        assertThat(refusal(new Resume("s", 2, 11, 5, 6, said.proof(), null))).isEqualTo(FailCode.BAD_PROOF);
        assertThat(refusal(new Resume("s", 3, 12, 5, 6, said.proof(), null))).isEqualTo(FailCode.BAD_PROOF);
        assertThat(refusal(new Resume("s", 3, 11, 4, 6, said.proof(), null))).isEqualTo(FailCode.BAD_PROOF);
        assertThat(refusal(new Resume("s", 3, 11, 5, 7, said.proof(), null))).isEqualTo(FailCode.BAD_PROOF);
        assertThat(refusal(new Resume("s", 3, 11, 5, 6, "zz", null))).isEqualTo(FailCode.BAD_PROOF);
        assertThat(refusal(new Resume("s", 3, 11, 5, 6, "z".repeat(64), null))).isEqualTo(FailCode.BAD_PROOF);
    }

    @Test
    void a_counter_counts_up() {
        assertThat(refusal(resume(SECRET, 3, 10, 0, 1))).isEqualTo(FailCode.REPLAYED);
        assertThat(refusal(resume(SECRET, 3, 9, 0, 1))).isEqualTo(FailCode.REPLAYED);
    }

    @Test
    void nobody_has_received_more_than_was_sent_or_was_told_of_more_than_came() {
        assertThat(refusal(resume(SECRET, 3, 11, 41, 1))).isEqualTo(FailCode.OUT_OF_RANGE);
        assertThat(refusal(resume(SECRET, 3, 11, -1, 1))).isEqualTo(FailCode.OUT_OF_RANGE);
        assertThat(refusal(resume(SECRET, 3, 11, 0, 22))).isEqualTo(FailCode.OUT_OF_RANGE);
        assertThat(refusal(resume(SECRET, 3, 11, 0, 0))).isEqualTo(FailCode.OUT_OF_RANGE);
        assertThat(refusal(resume(SECRET, 4, 11, 0, 1))).isEqualTo(FailCode.OUT_OF_RANGE);
    }
}
