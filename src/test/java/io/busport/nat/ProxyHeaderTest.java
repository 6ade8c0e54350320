package io.busport.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.nat.ProxyHeader.Result;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String V4 = "cb007107 c0000201 c7a8 1f40"; // 203.0.113.7 192.0.2.1 51112 8000
    private static final String V6 =
            "20010db8000000000000000000000007 20010db8000000000000000000000001 c7a8 1f40"; // 2001:db8::7 2001:db8::1

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 203.0.113.7 192.0.2.1 51112 8000, 203.0.113.7:51112",
        "PROXY TCP6 2001:db8::7 2001:DB8::1 51112 8000, [2001:db8:0:0:0:0:0:7]:51112",
        "PROXY TCP6 2001:0DB8:0:0::7 ::1 1 8000, [2001:db8:0:0:0:0:0:7]:1",
        "PROXY UNKNOWN, ",
        "PROXY UNKNOWN ffff::1 ffff::2 65535 65535, "
    })
    void version_1_names_the_client(String line, String observed) {
        Result result = ProxyHeader.parse(Buffer.buffer(line + "\r\nhello\r\n"));
        assertThat(result).isEqualTo(new Result(observed, line.length() + 2, null));
    }

    @ParameterizedTest
    @CsvSource({
        "21 11 000c, " + V4 + ", 203.0.113.7:51112", // PROXY, TCP4
        "21 21 0024, " + V6 + ", [2001:db8:0:0:0:0:0:7]:51112", // PROXY, TCP6
        "21 11 0011, " + V4 + " 04 0002 abcd, 203.0.113.7:51112", // and a remark of two bytes
        "20 11 000c, " + V4 + ", ", // LOCAL: the proxy itself, as health checks do
        "20 00 0000, '', ", // LOCAL, without an address
        "21 00 0000, '', " // PROXY, of an unknown family
    })
    void version_2_names_the_client(String fixed, String more, String observed) {
        Buffer header = hex(SIGNATURE + fixed + more);
        Result result = ProxyHeader.parse(header.copy().appendString("hello\r\n"));
        assertThat(result).isEqualTo(new Result(observed, header.length(), null));
    }

    @Test
    void the_bytes_may_come_one_at_a_time() {
        for (Buffer header : new Buffer[] {
            Buffer.buffer("PROXY TCP4 203.0.113.7 192.0.2.1 51112 8000\r\n"), hex(SIGNATURE + "21 11 000c" + V4)
        }) {
            for (int n = 0; n < header.length(); n++) {
                assertThat(ProxyHeader.parse(header.slice(0, n)))
                        .as(n + " bytes")
                        .isEqualTo(Result.NEED_MORE);
            }
            assertThat(ProxyHeader.parse(header)).isEqualTo(new Result("203.0.113.7:51112", header.length(), null));
        }
    }

    @Test
    void an_address_looks_as_it_does_without_a_proxy() throws UnknownHostException {
        SocketAddress direct =
                SocketAddress.inetSocketAddress(new InetSocketAddress(InetAddress.getByName("2001:db8::7"), 51112));
        assertThat(ProxyHeader.parse(Buffer.buffer("PROXY TCP6 2001:DB8::7 ::1 51112 8000\r\n"))
                        .observed())
                .isEqualTo(ObservedAddress.of(direct));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "hello, how are you\r\n",
                "PROXY TCP4 203.0.113.256 192.0.2.1 51112 8000\r\n",
                "PROXY TCP4 example.com 192.0.2.1 51112 8000\r\n",
                "PROXY TCP4 203.0.113.7 192.0.2.1 65536 8000\r\n",
                "PROXY TCP4 203.0.113.7 192.0.2.1\r\n",
                "PROXY TCP5 203.0.113.7 192.0.2.1 51112 8000\r\n",
                "PROXYTCP4 203.0.113.7 192.0.2.1 51112 8000\r\n",
                "PROXY  \r\n       "
            })
    void what_is_no_header_is_refused_with_a_reason(String head) {
        assertBad(ProxyHeader.parse(Buffer.buffer(head)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SIGNATURE + "11 11 000c" + V4, // version 1 in the binary form
                SIGNATURE + "2f 11 000c" + V4, // a command that is none
                SIGNATURE + "21 1f 000c" + V4, // a transport that is none
                SIGNATURE + "21 11 0004" + V4, // too short for its family
                SIGNATURE + "21 11 0011" + V4 + "04 0009 abcd" // a remark longer than the header
            })
    void a_wrong_header_of_version_2_is_refused_with_a_reason(String header) {
        assertBad(ProxyHeader.parse(hex(header)));
    }

    @Test
    void a_reason_names_what_was_wrong() {
        assertThat(ProxyHeader.parse(Buffer.buffer("PROXY TCP4 203.0.113.7 192.0.2.1 65536 8000\r\n"))
                        .problem())
                .isEqualTo("a PROXY protocol header that is wrong: invalid port: 65536 (expected: 1 ~ 65535)");
        assertThat(ProxyHeader.parse(hex(SIGNATURE + "2f 11 000c" + V4)).problem())
                .isEqualTo("a PROXY protocol header that is wrong: unknown command: 15");
    }

    @Test
    void a_line_is_not_waited_for_beyond_its_longest() {
        String line = "PROXY UNKNOWN " + "f".repeat(ProxyHeader.MAX_V1);
        assertThat(ProxyHeader.parse(Buffer.buffer(line.substring(0, ProxyHeader.MAX_V1 - 1))))
                .isEqualTo(Result.NEED_MORE);
        assertBad(ProxyHeader.parse(Buffer.buffer(line.substring(0, ProxyHeader.MAX_V1))));
        String longest = line.substring(0, ProxyHeader.MAX_V1 - 2) + "\r\n";
        assertThat(ProxyHeader.parse(Buffer.buffer(longest + "hello")))
                .isEqualTo(new Result(null, ProxyHeader.MAX_V1, null));
    }

    @Test
    void a_binary_header_is_not_waited_for_beyond_our_longest() {
        Buffer announced = hex(SIGNATURE + "21 11 ffff").appendBytes(new byte[0xFFFF]);
        assertThat(ProxyHeader.parse(announced.slice(0, ProxyHeader.MAX_V2 - 1)))
                .isEqualTo(Result.NEED_MORE);
        assertBad(ProxyHeader.parse(announced.slice(0, ProxyHeader.MAX_V2)));
        assertBad(ProxyHeader.parse(announced));
    }

    private static void assertBad(Result result) {
        assertThat(result.isFound()).isFalse();
        assertThat(result.problem()).isNotBlank().doesNotContain("Exception");
    }

    private static Buffer hex(String digits) {
        return Buffer.buffer(HexFormat.of().parseHex(digits.replace(" ", "")));
    }
}
