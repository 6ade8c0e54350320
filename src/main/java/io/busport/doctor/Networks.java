package io.busport.doctor;

import io.busport.nat.Cidrs;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** What an address says by itself. */
final class Networks {
    /** RFC 1918, RFC 4193, link-local; nobody on the internet has one of them. */
    private static final Cidrs PRIVATE = Cidrs.of(
            List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"));
    /** RFC 6598: between a carrier's customers and its own translation; overlay networks use it too. */
    private static final Cidrs CARRIER = Cidrs.of(List.of("100.64.0.0/10"));

    private static final Cidrs LOOPBACK = Cidrs.of(List.of("127.0.0.0/8", "::1/128"));

    private Networks() {}

    /** Whether it can be seen from its own network only. */
    static boolean isInner(String ip) {
        return PRIVATE.contains(ip) || CARRIER.contains(ip) || LOOPBACK.contains(ip);
    }

    static boolean isCarrier(String ip) {
        return CARRIER.contains(ip);
    }

    static boolean isLoopback(String ip) {
        return LOOPBACK.contains(ip);
    }

    /** Whether a machine is in a network of one of this machine's interfaces: no router is between. */
    static boolean isNeighbour(String ip) {
        try {
            for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
                for (InterfaceAddress own : card.getInterfaceAddresses()) {
                    InetAddress address = own.getAddress();
                    int prefix = own.getNetworkPrefixLength();
                    if (address.getHostAddress().indexOf('%') < 0
                            && Cidrs.of(List.of(address.getHostAddress() + "/" + prefix))
                                    .contains(ip)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (SocketException e) {
            return false;
        }
    }
}
