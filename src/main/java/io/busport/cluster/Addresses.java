package io.busport.cluster;

import io.busport.config.ClusterConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/** The address that other gateways reach this one at. */
final class Addresses {
    private static final String ALONE = "127.0.0.1";

    private Addresses() {}

    /** What the configuration says, or else the first private address of this machine, or else itself. */
    static String of(ClusterConfig config) {
        String host = config.host();
        return host != null ? host : firstPrivate().orElse(ALONE);
    }

    private static Optional<String> firstPrivate() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> a instanceof Inet4Address && a.isSiteLocalAddress() && !a.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}
