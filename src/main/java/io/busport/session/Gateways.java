package io.busport.session;

import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Resume;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other gateways, as the sessions of this one see them. Implemented by cluster. Its futures complete on any thread.
 */
public interface Gateways {
    /** There are none. */
    Gateways NONE = new Gateways() {
        @Override
        public boolean exist() {
            return false;
        }

        @Override
        public Future<Boolean> claim(String session, @Nullable String name) {
            return Future.succeededFuture(true);
        }

        @Override
        public Future<Found> find(Resume said, String principal, SessionLoop home) {
            return Future.succeededFuture(Found.NOWHERE);
        }

        @Override
        public Future<@Nullable Grave> grave(String session) {
            return Future.succeededFuture(null);
        }

        @Override
        public void ended(Grave grave, @Nullable String name) {}

        @Override
        public void forward(String session, long n, Frame answer) {}

        @Override
        public void yielded(String name, String session) {}

        @Override
        public @Nullable String unfit() {
            return null;
        }

        @Override
        public String guarantee() {
            return "one copy: this gateway";
        }

        @Override
        public List<String> alternatives() {
            return List.of();
        }
    };

    /**
     * Where a session is that is not here.
     *
     * @param here whether it is here now
     * @param refusal why its client does not get it; null: it does, or nobody has it
     */
    record Found(boolean here, Frame.@Nullable Err refusal) {
        public static final Found HERE = new Found(true, null);
        public static final Found NOWHERE = new Found(false, null);

        public static Found refused(Frame.Err why) {
            return new Found(false, why);
        }
    }

    /** Whether there can be any. */
    boolean exist();

    /**
     * Takes the id of a new session, and its name, for this gateway.
     *
     * @return false when the name belongs to another session
     */
    Future<Boolean> claim(String session, @Nullable String name);

    /** Brings a session here, to this event loop, if it is its client who asks. */
    Future<Found> find(Resume said, String principal, SessionLoop home);

    /** What is remembered of a session that is gone; null: nothing. */
    Future<@Nullable Grave> grave(String session);

    /** A session of this gateway has ended. */
    void ended(Grave grave, @Nullable String name);

    /** An answer to a request of a session that has moved from here. */
    void forward(String session, long n, Frame answer);

    /** A session of this gateway has the name no more. */
    void yielded(String name, String session);

    /** Why this gateway takes no session at the moment; null: it does. */
    @Nullable
    String unfit();

    /** What holds now for what a session is owed, in a few words. */
    String guarantee();

    /** Where clients reach the others, {@code host:port}, as far as that is known. */
    List<String> alternatives();
}
