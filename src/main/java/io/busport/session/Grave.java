package io.busport.session;

import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Resume;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a session that is gone: enough to tell its client, and nobody else, how far it had got.
 *
 * @param proven hash of the resume secret that the client had
 * @param offered hash of the one it was given last; null when it had it
 * @param received the highest number that came from the client
 */
@SuppressWarnings("ArrayRecordComponent") // looked at, and never compared
public record Grave(String id, byte[] proven, byte @Nullable [] offered, long received) {
    /** Nobody remembers it. */
    static final Refused UNKNOWN = new Refused(FailCode.UNKNOWN_SESSION, -1);

    /** Whether a resume was made with a secret of the session, whatever else it says. */
    boolean isProvenBy(Resume said) {
        String text = ResumeSecret.text(id, said.epoch(), said.counter(), said.received(), said.floor());
        return ResumeSecret.check(proven, text, said.proof()) != null
                || (offered != null && ResumeSecret.check(offered, text, said.proof()) != null);
    }

    /** Why the session is not there, and how far it got if that is the asker's business. */
    Refused to(Resume said) {
        return isProvenBy(said) ? new Refused(FailCode.SESSION_EXPIRED, received) : UNKNOWN;
    }
}
