package io.busport.session;

import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Resume;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session is given to whoever asks for it. A function of what is known and what is said, and of nothing else.
 *
 * @param refusal why not; null when it is
 * @param sentence for people
 * @param secret what the client has proven to know; null when refused
 */
@SuppressWarnings("ArrayRecordComponent") // looked at once, and never compared
record ResumeDecision(@Nullable FailCode refusal, String sentence, byte @Nullable [] secret) {
    /**
     * What the gateway knows.
     *
     * @param proven the hash of the secret that the client is known to have
     * @param offered of the one it was given last; null when that is the same
     * @param counter the highest of all resumes so far
     * @param transmitted the highest number sent to the client
     * @param received the highest number that came from it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Known(
            String session,
            String principal,
            long epoch,
            byte[] proven,
            byte @Nullable [] offered,
            long counter,
            long transmitted,
            long received) {}

    static ResumeDecision decide(Known known, Resume said, String principal) {
        if (!known.principal.equals(principal)) {
            return no(FailCode.WRONG_PRINCIPAL, "session " + known.session + " belongs to another principal");
        }
        String text = ResumeSecret.text(said.session(), said.epoch(), said.counter(), said.received(), said.floor());
        byte[] secret = known.offered == null ? null : ResumeSecret.check(known.offered, text, said.proof());
        if (secret == null) {
            secret = ResumeSecret.check(known.proven, text, said.proof());
        }
        if (secret == null) {
            return no(
                    FailCode.BAD_PROOF,
                    "the proof was not made with the present secret of session " + known.session
                            + " (expected: the one of the last welcome)");
        }
        if (said.counter() <= known.counter) {
            return no(
                    FailCode.REPLAYED,
                    "counter " + said.counter() + " (expected: more than " + known.counter
                            + ", the highest so far): a resume counts once");
        }
        if (said.received() < 0 || said.received() > known.transmitted) {
            return no(
                    FailCode.OUT_OF_RANGE,
                    "received is " + said.received() + " (expected: at most " + known.transmitted
                            + ", the highest number ever sent)");
        }
        if (said.floor() < 1 || said.floor() > known.received + 1) {
            return no(
                    FailCode.OUT_OF_RANGE,
                    "floor is " + said.floor() + " (expected: 1 to " + (known.received + 1)
                            + ", one more than was received)");
        }
        if (said.epoch() > known.epoch) {
            return no(FailCode.OUT_OF_RANGE, "epoch " + said.epoch() + " (expected: at most " + known.epoch + ")");
        }
        return new ResumeDecision(null, "", secret);
    }

    private static ResumeDecision no(FailCode code, String sentence) {
        return new ResumeDecision(code, sentence, null);
    }
}
