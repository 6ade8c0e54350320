package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyProtocolConfigTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "0.0.0.0/0",
                "192.0.2.7",
                "192.0.2.7/32",
                "fd00::/8",
                "::/0",
                "::1",
                "2001:db8::1/128"
            })
    void networks(String network) {
        ProxyProtocolConfig config = read("optional", network);
        assertThat(config).isEqualTo(new ProxyProtocolConfig("optional", List.of(network), Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0/8",
                "300.0.0.1",
                "balancer",
                "fd00::/129",
                "[::1]",
                "fe80::1%eth0",
                "/8",
                ""
            })
    void not_networks(String network) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read("off", network));
        assertThat(e).isNotNull();
        assertThat(e)
                .hasMessage("listen.proxyProtocol.trusted: " + network
                        + " (expected: an IP address, or a network such as 10.0.0.0/8 or fd00::/8)");
    }

    @Test
    void nobody_is_trusted_by_default_and_a_header_that_nobody_may_send_is_a_mistake() {
        assertThat(BusportConfig.from(new JsonObject()).listen().proxyProtocol())
                .isEqualTo(new ProxyProtocolConfig("off", List.of(), Duration.ofSeconds(5)));
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read("required"));
        assertThat(e).isNotNull();
        assertThat(e)
                .hasMessageStartingWith("listen.proxyProtocol.trusted: nothing (expected: the networks of your load");
    }

    private static ProxyProtocolConfig read(String mode, String... trusted) {
        JsonObject section = new JsonObject().put("mode", mode).put("trusted", List.of(trusted));
        return BusportConfig.from(new JsonObject().put("listen", new JsonObject().put("proxyProtocol", section)))
                .listen()
                .proxyProtocol();
    }
}
