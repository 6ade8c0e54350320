package io.busport.nat;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A set of networks, {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is one too. Numbers only: no name is ever looked up. */
public final class Cidrs {
    private final List<IpSubnetFilterRule> networks;

    private Cidrs(List<IpSubnetFilterRule> networks) {
        this.networks = networks;
    }

    /**
     * @param cidrs bits beyond the prefix do not matter
     * @throws IllegalArgumentException when one of them is no network; the message names it
     */
    public static Cidrs of(List<String> cidrs) {
        return new Cidrs(cidrs.stream().map(Cidrs::network).toList());
    }

    public boolean contains(InetAddress address) {
        InetSocketAddress any = new InetSocketAddress(address, 0);
        return networks.stream().anyMatch(n -> n.matches(any));
    }

    /** @param address in digits; anything else is in no network */
    public boolean contains(String address) {
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
        return parsed != null && contains(parsed);
    }

    private static IpSubnetFilterRule network(String cidr) {
        int slash = cidr.indexOf('/');
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(slash < 0 ? cidr : cidr.substring(0, slash));
        int bits = address instanceof Inet4Address ? 32 : 128;
        int prefix = slash < 0 ? bits : digits(cidr.substring(slash + 1));
        if (address == null || prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "'" + cidr + "' (expected: an IP address or a network such as 10.0.0.0/8 or fd00::/8)");
        }
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    }

    private static int digits(String number) {
        return number.matches("[0-9]{1,3}") ? Integer.parseInt(number) : -1;
    }
}
