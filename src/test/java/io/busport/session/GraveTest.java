package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Resume;
import org.junit.jupiter.api.Test;

class GraveTest {
    private static final byte[] SECRET = ResumeSecret.random();
    private static final byte[] NEXT = ResumeSecret.random();

    private final Grave grave = new Grave("s", ResumeSecret.stored(SECRET), ResumeSecret.stored(NEXT), 17);

    private static Resume resume(byte[] secret) {
        return new Resume("s", 3, 4, 5, 6, ResumeSecret.prove(secret, ResumeSecret.text("s", 3, 4, 5, 6)), null);
    }

    @Test
    void its_client_is_told_how_far_it_got() {
        assertThat(grave.to(resume(SECRET))).isEqualTo(new Refused(FailCode.SESSION_EXPIRED, 17));
    }

    @Test
    void a_client_that_has_the_secret_it_was_given_last_is_its_client() {
        assertThat(grave.to(resume(NEXT))).isEqualTo(new Refused(FailCode.SESSION_EXPIRED, 17));
        assertThat(new Grave("s", ResumeSecret.stored(SECRET), null, 17).to(resume(NEXT)))
                .isEqualTo(Grave.UNKNOWN);
    }

    @Test
    void nobody_else_is_told_anything() {
        assertThat(grave.to(resume(ResumeSecret.random()))).isEqualTo(new Refused(FailCode.UNKNOWN_SESSION, -1));
    }

    @Test
    void a_proof_is_good_for_what_was_said_with_it_only() {
        String proof = resume(SECRET).proof();
        assertThat(grave.isProvenBy(new Resume("s", 3, 4, 5, 6, proof, "another cause")))
                .isTrue();
        assertThat(grave.isProvenBy(new Resume("s", 3, 5, 5, 6, proof, null))).isFalse();
        assertThat(grave.isProvenBy(new Resume("s", 3, 4, 6, 6, proof, null))).isFalse();
        assertThat(grave.isProvenBy(new Resume("s", 3, 4, 5, 7, proof, null))).isFalse();
    }

    @Test
    void a_proof_for_another_session_is_none_for_this_one() {
        Grave other = new Grave("t", ResumeSecret.stored(SECRET), null, 1);
        assertThat(other.isProvenBy(resume(SECRET))).isFalse();
    }
}
