package io.busport.wire;

/** Bytes that do not fit a dialect. The message names the value and what was expected, and is meant for the client. */
public final class WireException extends Exception {
    private final transient Frame.Err err;
    private final boolean fatal;
    private final long number;

    private WireException(Frame.Err err, boolean fatal, long number) {
        // Made for each bad message a client sends; the stack would say nothing about the client.
        super(err.message(), null, false, false);
        this.err = err;
        this.fatal = fatal;
        this.number = number;
    }

    /** One frame is lost, and the next can be read. */
    public static WireException ofMessage(Frame.Err err) {
        return new WireException(err, false, 0);
    }

    /** One message is lost, and the next can be read. */
    public static WireException ofMessage(String message) {
        return ofMessage(Frame.Err.of(FailCode.MALFORMED, message));
    }

    /** Where the next message starts is unknown: the connection has to end. */
    public static WireException ofConnection(FailCode code, String message) {
        return new WireException(Frame.Err.of(code, message), true, 0);
    }

    public boolean isFatal() {
        return fatal;
    }

    /** The same, of a frame with this number in its session. */
    public WireException of(long number) {
        return new WireException(err, fatal, number);
    }

    /** The number that the frame has in its session; 0 when it has none or none that can be read. */
    public long number() {
        return number;
    }

    /** What the client is told. */
    public Frame.Err err() {
        return err;
    }
}
