package io.busport.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrsTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "10.0.0.7/32, 10.0.0.8, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fd12:3456::1, true",
        "fd00::/8, fe80::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::/0, 2001:db8::7, true",
        "fe80::/10, fe80::1%1, true",
        // The same address in IPv6's clothes, as a socket that takes both may report it.
        "10.0.0.0/8, ::ffff:10.1.2.3, true"
    })
    void a_network_contains_its_addresses(String network, String address, boolean contained) {
        assertThat(Cidrs.of(List.of(network)).contains(address)).isEqualTo(contained);
    }

    @Test
    void any_of_several_networks_will_do() throws UnknownHostException {
        Cidrs cidrs = Cidrs.of(List.of("192.168.0.0/16", "fd00::/8"));
        assertThat(cidrs.contains(InetAddress.getByName("192.168.7.7"))).isTrue();
        assertThat(cidrs.contains(InetAddress.getByName("fd00::7"))).isTrue();
        assertThat(cidrs.contains(InetAddress.getByName("192.169.0.1"))).isFalse();
    }

    @Test
    void no_networks_contain_nothing() {
        assertThat(Cidrs.of(List.of()).contains("127.0.0.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "", "10.0.0", "10.0.0.256"})
    void a_name_is_in_no_network(String name) {
        assertThat(Cidrs.of(List.of("0.0.0.0/0", "::/0")).contains(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "localhost",
                "localhost/8",
                "10.0.0/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/a",
                "10.0.0.0/8/8",
                "fd00::/129",
                "10.0.0.0/4294967304"
            })
    void what_is_no_network_is_refused_with_what_was_expected(String wrong) {
        assertThatThrownBy(() -> Cidrs.of(List.of("10.0.0.0/8", wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + wrong + "' (expected: an IP address or a network such as 10.0.0.0/8 or fd00::/8)");
    }
}
