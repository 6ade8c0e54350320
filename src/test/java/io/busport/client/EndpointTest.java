package io.busport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @Test
    void reads_names_and_both_kinds_of_addresses() {
        assertThat(Endpoint.parse("203.0.113.1:30800")).isEqualTo(new Endpoint("203.0.113.1", 30800));
        assertThat(Endpoint.parse("node.example:1")).isEqualTo(new Endpoint("node.example", 1));
        assertThat(Endpoint.parse("[2001:db8::1]:65535")).isEqualTo(new Endpoint("2001:db8::1", 65535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.1:30800", "[2001:db8::1]:8000"})
    void is_written_as_it_was_read(String text) {
        assertThat(Endpoint.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "host:", ":80", "host:0", "host:65536", "host:port", "2001:db8::1:80", "a b:80"})
    void says_the_value_and_the_expectation(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).hasMessageContainingAll("'" + text + "'", "expected: HOST:PORT");
    }
}
