package io.busport.routing;

/** Headers of every message on the bus that comes from a client. */
public final class BusHeaders {
    /** Id of the connection it came on. */
    public static final String CONNECTION = "busport-connection";
    /** The address the gateway sees the client at, {@code ip:port}: behind a NAT, the NAT's. */
    public static final String PEER = "busport-peer";

    private BusHeaders() {}
}
