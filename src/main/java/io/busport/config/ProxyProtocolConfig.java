package io.busport.config;

import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.List;

/**
 * Whether load balancers in front of the gateway say who the client is, in a PROXY protocol header.
 *
 * @param mode {@code off}; {@code optional}: from those trusted a connection may begin with a header; {@code required}: every connection
 *     has to
 * @param trusted networks whose header is believed: {@code 10.0.0.0/8}, {@code 192.0.2.7}, {@code fd00::/8}
 * @param timeout from a header's first byte to its last
 */
public record ProxyProtocolConfig(String mode, List<String> trusted, Duration timeout) {
    static ProxyProtocolConfig from(ConfigNode node) {
        try (node) {
            ProxyProtocolConfig config = new ProxyProtocolConfig(
                    node.oneOf("mode", "off", List.of("off", "optional", "required")),
                    node.strings("trusted", List.of()),
                    node.duration("timeout", Duration.ofSeconds(5), Duration.ofMillis(10), false));
            config.trusted.stream()
                    .filter(network -> !isNetwork(network))
                    .forEach(network -> node.reject(
                            "trusted", network, "an IP address, or a network such as 10.0.0.0/8 or fd00::/8"));
            if (config.isOn() && config.trusted.isEmpty()) {
                node.reject(
                        "trusted",
                        "nothing",
                        "the networks of your load balancers: whoever is trusted may claim to be any client");
            }
            return config;
        }
    }

    public boolean isOn() {
        return !mode.equals("off");
    }

    public boolean isRequired() {
        return mode.equals("required");
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
