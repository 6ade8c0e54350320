package io.busport;

/** A gateway that cannot start although its configuration is right: a port is taken, a service fails. The message says all of it. */
public final class StartException extends RuntimeException {
    StartException(String message) {
        super(message, null, false, false);
    }
}
