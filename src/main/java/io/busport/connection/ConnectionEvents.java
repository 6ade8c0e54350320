package io.busport.connection;

/** Who wants to know that connections come and go. Called on the connection's event loop. */
public interface ConnectionEvents {
    void connected(String connection, String observed);

    void disconnected(String connection, String observed, CloseReason reason);
}
