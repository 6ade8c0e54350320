package io.busport.client;

import io.busport.session.ResumeSecret;
import io.busport.wire.SessionFrames.Resume;
import io.busport.wire.SessionFrames.Welcome;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a client needs to come back to its session: who it is, and what proves it. */
final class Resumption {
    private @Nullable String session;
    private long epoch;
    private byte[] secret = {};
    private long counter;

    /** None yet. */
    Resumption() {}

    Resumption(SavedState saved) {
        session = saved.session();
        epoch = saved.epoch();
        secret = HexFormat.of().parseHex(saved.secret());
        counter = saved.counter();
    }

    @Nullable
    String session() {
        return session;
    }

    long epoch() {
        return epoch;
    }

    /** What a file keeps; null when there is no session yet. */
    @Nullable
    SavedState saved(@Nullable String name, long received, long acked) {
        return session == null
                ? null
                : new SavedState(name, session, epoch, HexFormat.of().formatHex(secret), counter, received, acked);
    }

    /** The words of a resume; null when there is nothing to come back to. */
    @Nullable
    Resume resume(long received, long floor, long wall, @Nullable Cause cause) {
        if (session == null) {
            return null;
        }
        counter = Math.max(counter + 1, wall);
        String text = ResumeSecret.text(session, epoch, counter, received, floor);
        return new Resume(
                session,
                epoch,
                counter,
                received,
                floor,
                ResumeSecret.prove(secret, text),
                cause == null ? null : cause.word());
    }

    /** @throws IllegalArgumentException when the welcome lacks what the next resume needs, or has it in another form */
    void welcomed(Welcome welcome) {
        boolean isNew = welcome.state().equals("new");
        String hex = isNew ? welcome.secret() : welcome.nonce();
        if (hex == null || hex.length() != 2 * ResumeSecret.LENGTH) {
            throw new IllegalArgumentException(
                    "a " + welcome.state() + " session with " + (isNew ? "a secret" : "a nonce") + " of "
                            + (hex == null ? 0 : hex.length()) + " digits (expected: " + 2 * ResumeSecret.LENGTH + ")");
        }
        byte[] bytes = HexFormat.of().parseHex(hex);
        secret = isNew ? bytes : ResumeSecret.next(secret, bytes);
        session = welcome.session();
        epoch = welcome.epoch();
    }
}
