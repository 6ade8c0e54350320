package io.busport.session;

import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Resume;
import io.busport.wire.SessionFrames.Window;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose a session is, and how that is proven: its id and name, the epoch that fences old connections, the resume secret.
 *
 * <pre>
 *   welcome says secret 1 ── first frame ──► proven 1
 *   resume with 1, welcome leads to 2         proven 1, offered 2      the welcome may never have arrived
 *   next frame, or resume with 2 ───────────► proven 2                 1 is worth nothing from now on
 * </pre>
 */
final class SessionIdentity {
    private static final int ID_BYTES = 12;
    /** What is sent here, and its name, reaches the client of a session. */
    private static final String BY_NAME = "busport.to.";
    /** Milliseconds for which a session is kept whose client may not know of it. */
    private static final long UNCONFIRMED = 60_000;

    private final String id;
    private final @Nullable String name;
    private final String principal;
    private Set<String> authorities = Set.of();
    private long epoch;
    private long counter;
    private byte[] proven;
    private byte @Nullable [] offered;
    private byte @Nullable [] presented; // the secret that was proven last, until the next is made of it
    private boolean confirmed;

    private SessionIdentity(String id, @Nullable String name, String principal, byte[] proven) {
        this.id = id;
        this.name = name;
        this.principal = principal;
        this.proven = proven;
    }

    /** Of a new session, with a secret that has been made for it. */
    static SessionIdentity create(@Nullable String name, String principal, byte[] secret) {
        byte[] random = Arrays.copyOf(ResumeSecret.random(), ID_BYTES);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new SessionIdentity(id, name, principal, ResumeSecret.stored(secret));
    }

    static SessionIdentity of(SessionSnapshot from) {
        SessionIdentity identity = new SessionIdentity(from.id(), from.name(), from.principal(), from.proven());
        identity.offered = from.offered();
        identity.epoch = from.epoch();
        identity.counter = from.counter();
        identity.confirmed = from.confirmed();
        return identity;
    }

    /**
     * Whether a resume is its client's.
     *
     * @return why not; null when it is, and then its counter is used up
     */
    Frame.@Nullable Err check(Resume said, String by, long transmitted, long received) {
        ResumeDecision decision = decide(said, by, transmitted, received);
        if (decision.refusal() != null) {
            return Frame.Err.of(decision.refusal(), decision.sentence());
        }
        counter = said.counter();
        presented = decision.secret();
        if (offered != null && presented != null && Arrays.equals(offered, ResumeSecret.stored(presented))) {
            proven = offered;
            offered = null;
        }
        return null;
    }

    /** As {@link #check}, for another gateway that will check it again: nothing is used up. */
    Frame.@Nullable Err preview(Resume said, String by, long transmitted, long received) {
        ResumeDecision decision = decide(said, by, transmitted, received);
        return decision.refusal() == null ? null : Frame.Err.of(decision.refusal(), decision.sentence());
    }

    private ResumeDecision decide(Resume said, String by, long transmitted, long received) {
        return ResumeDecision.decide(
                new ResumeDecision.Known(id, principal, epoch, proven, offered, counter, transmitted, received),
                said,
                by);
    }

    /** What is remembered of the session when it is gone. */
    Grave grave(long received) {
        return new Grave(id, proven, offered, received);
    }

    /** Whether a resume was made with a secret of this session, whatever else it says. */
    boolean isProvenBy(Resume said) {
        return grave(0).isProvenBy(said);
    }

    /** Makes the next secret of the one that was just proven; returns what its client makes it with. */
    byte[] rotate() {
        byte[] secret = presented;
        if (secret == null) {
            throw new IllegalStateException("nothing was proven (expected: a resume that was checked)");
        }
        presented = null;
        byte[] nonce = ResumeSecret.random();
        offered = ResumeSecret.stored(ResumeSecret.next(secret, nonce));
        return nonce;
    }

    /**
     * A frame after the welcome: the client has got it, and the secret with it.
     *
     * @return whether that was its first
     */
    boolean heard() {
        if (offered != null) {
            proven = offered;
            offered = null;
        }
        return confirm();
    }

    /** @return whether it was not known before that the client has got its first welcome */
    boolean confirm() {
        boolean first = !confirmed;
        confirmed = true;
        return first;
    }

    /** What is sent to the client by name reaches it. */
    void takeName(Dealings dealings) {
        if (name != null) {
            var unused = dealings.hear(BY_NAME + name);
        }
    }

    /** Another session has the name. */
    void yieldName(Dealings dealings) {
        if (name != null) {
            dealings.forget(BY_NAME + name);
        }
    }

    /** A client that may never have got its welcome cannot come back for it; one that did does so soon. */
    long keptFor(long expiry) {
        return confirmed ? expiry : Math.min(expiry, UNCONFIRMED);
    }

    void nextEpoch() {
        epoch++;
    }

    /** Its client comes from there now, and may do what is said there. */
    Router.Origin at(Router.Origin origin) {
        authorities = origin.authorities();
        return origin.in(id);
    }

    String id() {
        return id;
    }

    @Nullable
    String name() {
        return name;
    }

    String principal() {
        return principal;
    }

    long epoch() {
        return epoch;
    }

    /** Whether the client is known to have got its first welcome. Until then nobody could resume the session. */
    boolean isConfirmed() {
        return confirmed;
    }

    SessionSnapshot snapshot(
            long term,
            long version,
            boolean recovered,
            long expiry,
            long since,
            Window window,
            Exchange exchange,
            long after,
            String observed) {
        Outbox outbox = exchange.outbox();
        Inbox inbox = exchange.inbox();
        return new SessionSnapshot(
                id,
                name,
                principal,
                List.copyOf(authorities),
                term,
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
                inbox.done(),
                inbox.outcomes(),
                outbox.acked(),
                outbox.lastNumber(),
                outbox.kept(after),
                exchange.dealings().addresses(),
                exchange.dealings().asked(),
                exchange.dealings().questions(),
                exchange.seen().numbers(),
                observed);
    }
}
