package io.busport.connection;

import io.busport.config.AuthConfig;
import io.busport.config.Units;
import io.busport.security.Authentication;
import io.busport.security.Identity;
import io.busport.security.Outcome;
import io.busport.security.Refusal;
import io.busport.security.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Who a connection has proven to be, and for how long that holds. Owned by the event loop of its connection.
 *
 * <pre>
 *   WAITING ──token──► DONE ──newer token──► DONE
 *      │ wrong,          │ expired, revoked, or the newer one is wrong
 *      │ or too late     ▼
 *      └──────────────► the connection ends
 * </pre>
 */
final class Login {
    /** Bytes that a client may say before it has logged in: a token and the frame around it, with room to spare. */
    private static final int MOST_BYTES = 64 << 10;

    private final LoginDesk desk;
    private final Authentication authentication;
    private final AuthConfig config;
    private final Connection connection;
    private final long since = System.nanoTime();
    private @Nullable Identity identity;
    private @Nullable Refusal refusal;
    private long refusedAt;
    private long generation;

    Login(LoginDesk desk, Connection connection) {
        this.desk = desk;
        this.authentication = desk.authentication();
        this.config = authentication.config();
        this.connection = connection;
    }

    /** The connection is there. */
    void enter() {
        if (config.isRequired()) {
            desk.enter(this);
        }
    }

    /**
     * The connection can be spoken to: whoever is known without a word is logged in.
     *
     * @param certificateSubject of the client certificate that the TLS handshake has verified; null without one
     */
    void begin(@Nullable String certificateSubject) {
        Verdict verdict = authentication.atTheDoor(certificateSubject);
        if (verdict != null) {
            boolean unused = take(verdict);
        }
    }

    /**
     * The client says a token: for the first time, or in place of the one before.
     *
     * @return whether it is believed; when not, the connection ends by itself
     */
    boolean present(String token) {
        return refusal == null && take(authentication.login(token));
    }

    private boolean take(Verdict verdict) {
        Identity proven = verdict.identity();
        Identity before = identity;
        if (proven == null) {
            refuse(verdict.refusal());
            return false;
        }
        if (before != null && !before.principal().equals(proven.principal())) {
            refuse(new Refusal(
                    Outcome.WRONG, "the token is another principal's (expected: one of " + before.principal() + ")"));
            return false;
        }
        desk.leave(this);
        identity = proven;
        generation = authentication.generation();
        if (config.isRequired()) {
            desk.logins().succeeded(before != null);
        }
        connection.loggedIn(before == null);
        return true;
    }

    /** Something was said that only a client that has logged in may say. */
    void require(String expected) {
        refuse(new Refusal(Outcome.MISSING, "log in first (expected: " + expected + ")"));
    }

    private void refuse(@Nullable Refusal why) {
        if (refusal == null && why != null) {
            note(why);
            connection.pause();
            desk.refuse(this);
        }
    }

    private void note(Refusal why) {
        refusal = why;
        refusedAt = System.nanoTime();
        desk.logins().failed("conn=" + connection.id() + " peer=" + connection.observed() + " ", why);
    }

    /** Too many wait for their login. */
    void displace(int most) {
        if (refusal == null) {
            note(new Refusal(Outcome.DISPLACED, "more than " + most + " connections have not logged in"));
        }
        connection.close(
                CloseReason.TOO_MANY_CONNECTIONS,
                most + 1 + " connections without a login (expected: at most " + most
                        + " of one event loop, auth.maxUnauthenticated)");
    }

    /** Ends the connection of a client that is not believed. */
    void dismiss() {
        Refusal why = refusal;
        if (why != null) {
            connection.close(reasonOf(why.outcome()), ConnectionLog.printable(why.sentence()));
        }
    }

    private static CloseReason reasonOf(Outcome outcome) {
        return outcome == Outcome.MISSING ? CloseReason.LOGIN_REQUIRED : CloseReason.LOGIN_FAILED;
    }

    /** So many bytes have come. */
    void read(long bytes) {
        if (bytes > MOST_BYTES && config.isRequired() && identity == null) {
            require("a token within the first " + MOST_BYTES + " bytes");
        }
    }

    void tick(long now) {
        if (!config.isRequired() || refusal != null) {
            return;
        }
        Identity known = identity;
        if (known == null) {
            if (now - since > config.loginTimeout().toNanos()) {
                note(new Refusal(
                        Outcome.MISSING,
                        "no login within " + Units.say(config.loginTimeout()) + " (auth.loginTimeout)"));
                dismiss();
            }
        } else if (authentication.isExpired(known)) {
            end(new Refusal(Outcome.EXPIRED, "the token has expired"));
        } else if (generation != authentication.generation() && desk.hasTimeToRecheck()) {
            recheck(known);
        }
    }

    private void recheck(Identity known) {
        generation = authentication.generation();
        Verdict verdict = authentication.again(known);
        Identity now = verdict.identity();
        if (now == null || !now.principal().equals(known.principal())) {
            Refusal why = verdict.refusal();
            end(why == null ? new Refusal(Outcome.REVOKED, "the token is another principal's now") : why);
        } else if (!now.equals(known)) {
            identity = now;
            connection.loggedIn(false);
        }
    }

    private void end(Refusal why) {
        note(why);
        connection.close(
                why.outcome() == Outcome.EXPIRED ? CloseReason.LOGIN_EXPIRED : CloseReason.LOGIN_REVOKED,
                why.sentence());
    }

    /** The connection has ended; one that was never let in is no line of the log of its own. */
    void leave(CloseReason why) {
        desk.leave(this);
        boolean ended = why == CloseReason.CLIENT_CLOSED || why == CloseReason.CLIENT_RESET;
        if (config.isRequired() && identity == null && refusal == null && !ended) {
            note(new Refusal(Outcome.MISSING, "ended without a login: " + why.label()));
        }
    }

    /** Whether the client has to prove who it is. */
    boolean isRequired() {
        return config.isRequired();
    }

    /** Whether it has. */
    boolean isDone() {
        return identity != null && refusal == null;
    }

    /** Whether it could not, and the connection is about to end. */
    boolean isRefused() {
        return refusal != null;
    }

    long refusedAt() {
        return refusedAt;
    }

    /** Who it is; nobody before the login. */
    Identity identity() {
        Identity known = identity;
        return known == null ? Identity.NOBODY : known;
    }
}
