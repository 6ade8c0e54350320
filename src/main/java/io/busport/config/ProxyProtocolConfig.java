package io.busport.config;

import io.netty.util.NetUtil;
import java.util.List;

/**
 * Whether load balancers in front of the gateway say who the client is, in a PROXY protocol header.
 *
 * @param trusted networks whose header is believed: {@code 10.0.0.0/8}, {@code 192.0.2.7}, {@code fd00::/8}
 */
public record ProxyProtocolConfig(boolean enabled, List<String> trusted) {
    static ProxyProtocolConfig from(ConfigNode node) {
        try (node) {
            ProxyProtocolConfig config =
                    new ProxyProtocolConfig(node.bool("enabled", false), node.strings("trusted", List.of()));
            config.trusted.stream()
                    .filter(network -> !isNetwork(network))
                    .forEach(network -> node.reject(
                            "trusted", network, "an IP address, or a network such as 10.0.0.0/8 or fd00::/8"));
            if (config.enabled && config.trusted.isEmpty()) {
                node.reject(
                        "trusted",
                        "nothing",
                        "the networks of your load balancers: whoever is trusted may claim to be any client");
            }
            return config;
        }
    }

    private static boolean isNetwork(String text) {
        String[] parts = text.split("/", -1);
        // What Netty takes beyond this: an address in brackets, and one with the name of an interface.
        byte[] address =
                parts[0].matches("[0-9A-Fa-f.:]+") ? NetUtil.createByteArrayFromIpAddressString(parts[0]) : null;
        if (address == null || parts.length > 2) {
            return false;
        }
        return parts.length == 1
                || (parts[1].matches("\\d{1,3}") && Integer.parseInt(parts[1]) <= address.length * Byte.SIZE);
    }
}
