package io.busport.wire;

/** Bytes that do not fit a dialect. The message names the value and what was expected, and is meant for the client. */
public final class WireException extends Exception {
    private final boolean fatal;

    private WireException(String message, boolean fatal) {
        // Made for each bad message a client sends; the stack would say nothing about the client.
        super(message, null, false, false);
        this.fatal = fatal;
    }

    /** One message is lost, and the next can be read. */
    public static WireException ofMessage(String message) {
        return new WireException(message, false);
    }

    /** Where the next message starts is unknown: the connection has to end. */
    public static WireException ofConnection(String message) {
        return new WireException(message, true);
    }

    public boolean isFatal() {
        return fatal;
    }
}
