package io.busport.nat;

import io.vertx.core.net.SocketAddress;

/** How a peer looks from here. Behind a NAT that is the NAT's address, and many clients share it: never an identity. */
public final class ObservedAddress {
    private ObservedAddress() {}

    /** {@code 203.0.113.7:51112}, {@code [2001:db8::7]:51112}. */
    public static String of(SocketAddress address) {
        String host = address.hostAddress() != null ? address.hostAddress() : String.valueOf(address.host());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.port();
    }

    /** The host of what {@link #of} says, without brackets. */
    public static String hostOf(String observed) {
        String host = observed.substring(0, observed.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
