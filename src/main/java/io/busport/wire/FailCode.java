package io.busport.wire;

/** What kind of thing went wrong with one message, or with the connection. */
public enum FailCode {
    /** Nobody listens on the address. */
    NO_HANDLERS,
    /** Nobody answered in time. */
    TIMEOUT,
    /** The consumer answered with a failure of its own. */
    RECIPIENT_FAILURE,
    /** The message cannot be read as what the dialect says it is. */
    MALFORMED,
    /** The last word before the gateway closes the connection. */
    CLOSING,
    /** A fault of the gateway's own; the log has it. */
    INTERNAL
}
