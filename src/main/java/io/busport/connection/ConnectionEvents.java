package io.busport.connection;

/** Who wants to know that connections come and go. Called on the connection's event loop. */
public interface ConnectionEvents {
    void connected(String connection, String observed);

    void disconnected(String connection, String observed, CloseReason reason);

    /** How far away a client is that has just shown that it is there: nanoseconds there and back, as the kernel measured them. */
    default void roundTrip(long nanos) {}
}
