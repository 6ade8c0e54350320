package io.busport.wire;

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
    INTERNAL("internal");

    private final String word;

    FailCode(String word) {
        this.word = word;
    }

    /** The stable word on the wire. Where the official bridge has one, this is it, to the letter. */
    public String word() {
        return word;
    }

    /** The event bus's own name for the failure of a request. */
    public String failureType() {
        return switch (this) {
            case NO_HANDLERS, TIMEOUT, RECIPIENT_FAILURE -> name();
            default -> "ERROR";
        };
    }
}
