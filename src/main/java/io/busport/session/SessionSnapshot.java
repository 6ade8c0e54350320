package io.busport.session;

import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Window;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All of a session that outlives a connection, and a process: a session that is made of it goes on where this one stood.
 *
 * @param authorities of its client, when it was seen last
 * @param term how often the session has changed its gateway
 * @param version of the session's state, for its keeper
 * @param proven hash of the resume secret that the client has
 * @param offered hash of the one it was given last; null when it has it
 * @param confirmed whether the client is known to have got its first welcome
 * @param recovered whether it was made of a copy, and its client has not been heard of since: it may know better how far it got
 * @param received the number up to which responsibility was taken for what came from the client
 * @param acked the highest number that the client has acknowledged
 * @param last the highest number of the outbox
 * @param outbox what the client has not acknowledged, in order
 * @param asked the client's requests without an answer yet
 * @param questions messages of other sessions that wait for the client's answer: they are asked again
 * @param seen which messages of other sessions it has
 */
@SuppressWarnings("ArrayRecordComponent") // moved, and never compared
public record SessionSnapshot(
        String id,
        @Nullable String name,
        String principal,
        List<String> authorities,
        long term,
        long version,
        long epoch,
        long counter,
        byte[] proven,
        byte @Nullable [] offered,
        boolean confirmed,
        boolean recovered,
        long expiry,
        long since,
        Window window,
        long received,
        List<Outcome> outcomes,
        long acked,
        long last,
        List<Outbox.Kept> outbox,
        List<String> addresses,
        List<Asked> asked,
        List<Question> questions,
        List<SeenNumbers> seen,
        String observed) {

    /**
     * A message that waits for the client's answer.
     *
     * @param label where the client sends its answer
     * @param id what the message is known by
     */
    public record Question(String label, String id) {}

    /** A request of the client, and its number. */
    public record Asked(long n, Frame.Send request) {}

    /**
     * Which messages of one sender are here.
     *
     * @param recent bit {@code i}, from the lowest of the first word on: the number {@code highest - i} is
     */
    public record SeenNumbers(String sender, long highest, List<Long> recent) {}

    /** Where its client was seen, while no connection carries it. */
    Router.Origin origin() {
        return new Router.Origin("", observed, null, principal, Set.copyOf(authorities));
    }

    /** The same, with other frames in its outbox. */
    public SessionSnapshot withOutbox(List<Outbox.Kept> other) {
        return with(term, other);
    }

    /** The same in its next term. */
    public SessionSnapshot inTerm(long next) {
        return with(next, outbox);
    }

    private SessionSnapshot with(long otherTerm, List<Outbox.Kept> other) {
        return new SessionSnapshot(
                id,
                name,
                principal,
                authorities,
                otherTerm,
                version,
                epoch,
                counter,
                proven,
                offered,
                confirmed,
                recovered,
                expiry,
                since,
                window,
                received,
                outcomes,
                acked,
                last,
                other,
                addresses,
                asked,
                questions,
                seen,
                observed);
    }
}
