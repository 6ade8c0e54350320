package io.busport.config;

/** Event bus addresses that no client may ever reach, whatever a configuration says: our own, and those that Vert.x makes for replies. */
public final class ReservedAddresses {
    static final String EXPECTED = "an event bus address that does not start with busport. or __vertx.";

    private ReservedAddresses() {}

    public static boolean covers(String address) {
        return address.isEmpty() || address.startsWith("busport.") || address.startsWith("__vertx.");
    }
}
