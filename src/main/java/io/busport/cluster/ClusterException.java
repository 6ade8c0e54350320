package io.busport.cluster;

/** The engine does not start although its configuration is right: a port is taken, an address is not this machine's. */
public final class ClusterException extends RuntimeException {
    ClusterException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
