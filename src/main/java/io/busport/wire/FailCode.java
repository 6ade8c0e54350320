package io.busport.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What kind of thing went wrong with one frame, or with the connection. */
public enum FailCode {
    /** Nobody listens on the address. */
    NO_HANDLERS("no_handlers"),
    /** Nobody answered in time. */
    TIMEOUT("timeout"),
    /** The consumer answered with a failure of its own. */
    RECIPIENT_FAILURE("recipient_failure"),
    /** No rule permits it. */
    DENIED("access_denied"),
    /** The frame needs an address and has none. */
    MISSING_ADDRESS("missing_address"),
    /** Nothing is registered there. */
    UNKNOWN_ADDRESS("unknown_address"),
    /** The frame's type is none of the dialect's. */
    UNKNOWN_TYPE("unknown_type"),
    /** The bytes cannot be read as what the dialect says they are. */
    MALFORMED("malformed"),
    /** A frame, or a part of it, beyond its limit. */
    TOO_LARGE("too_large"),
    /** More registrations or open requests than the limits allow. */
    TOO_MANY("too_many"),
    /** An answer exists, and the dialect cannot write its body. */
    NOT_WRITABLE("not_writable"),
    /** The last word before the gateway closes the connection. */
    CLOSING("closing"),
    /** A fault of the gateway's own; the log has it. */
    INTERNAL("internal"),

    /** Whoever resumes a session does not prove that it is theirs. */
    BAD_PROOF("bad_proof"),
    /** A resume with a counter that was used before: a recording. */
    REPLAYED("replayed"),
    /** The session belongs to somebody else. */
    WRONG_PRINCIPAL("wrong_principal"),
    /** The name is somebody else's for now. */
    NAME_TAKEN("name_taken"),
    /** An acknowledgement of what was never sent. */
    OUT_OF_RANGE("out_of_range"),
    /** A numbered frame after one that never came. */
    NUMBER_GAP("number_gap"),
    /** More on its way than the window allows. */
    BEYOND_WINDOW("beyond_window"),
    /** A frame that has no meaning at this point of a session. */
    UNEXPECTED("unexpected"),
    /** A version of the session protocol that the gateway does not speak. */
    UNSUPPORTED_VERSION("unsupported_version"),
    /** No session of this id is or was known. */
    UNKNOWN_SESSION("unknown_session"),
    /** The session was kept for its time and is gone. */
    SESSION_EXPIRED("session_expired"),
    /** No room for another session now. */
    TRY_LATER("try_later"),
    /** Nobody who hears the address can take the message. */
    NOT_TAKEN("not_taken"),
    /** More came than could be kept for a client that does not take it. */
    SLOW_CONSUMER("slow_consumer"),
    /** A later value has taken its place. */
    SUPERSEDED("superseded"),
    /** It was acknowledged already, and is kept no longer. */
    ACKNOWLEDGED("acknowledged"),
    /** The gateway that would have heard it was lost, and nobody knows what it missed. */
    GATEWAY_LOST("gateway_lost"),

    /** A login is needed first, and did not come. */
    LOGIN_REQUIRED("login_required"),
    /** What the client proves itself with is not believed. */
    LOGIN_FAILED("login_failed"),
    /** A login was for a time that is over: another one is needed. */
    LOGIN_EXPIRED("login_expired"),
    /** What the client has proven itself with is not believed any more. */
    LOGIN_REVOKED("login_revoked");

    private static final Map<String, FailCode> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FailCode::word, Function.identity()));

    private final String word;

    FailCode(String word) {
        this.word = word;
    }

    /** The stable word on the wire. Where the official bridge has one, this is it, to the letter. */
    public String word() {
        return word;
    }

    /** The code of a word; {@link #INTERNAL} for one that only a later version has: its sentence says what it is. */
    public static FailCode ofWord(@Nullable String word) {
        return word == null ? INTERNAL : BY_WORD.getOrDefault(word, INTERNAL);
    }

    /** Whether a client that is told so would only be told so again: it must not try by itself. */
    public boolean isFinal() {
        return switch (this) {
            case BAD_PROOF,
                    REPLAYED,
                    WRONG_PRINCIPAL,
                    NAME_TAKEN,
                    OUT_OF_RANGE,
                    NUMBER_GAP,
                    BEYOND_WINDOW,
                    UNEXPECTED,
                    UNSUPPORTED_VERSION,
                    LOGIN_REQUIRED,
                    LOGIN_FAILED -> true;
            default -> false;
        };
    }

    /** The event bus's own name for the failure of a request. */
    public String failureType() {
        return switch (this) {
            case NO_HANDLERS, TIMEOUT, RECIPIENT_FAILURE -> name();
            default -> "ERROR";
        };
    }
}
