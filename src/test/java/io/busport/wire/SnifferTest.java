package io.busport.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnifferTest {

    /** The bytes after {@code |} are not needed to decide; they must not be waited for. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    TLS;        \\16|\\03\\01\\02\\00
                    PROXY;      PROXY |TCP4 192.0.2.1 192.0.2.2 1 2
                    PROXY;      \\0D\\0A\\0D\\0A\\00\\0D\\0AQ|UIT\\0A
                    SSH;        SSH-|2.0-OpenSSH_9.6
                    HTTP;       GET /| HTTP/1.1
                    HTTP;       HEAD /|x
                    HTTP;       POST /|x
                    HTTP;       PUT /|x
                    HTTP;       DELETE /|x
                    HTTP;       PATCH /|x
                    HTTP;       OPTIONS /|x
                    HTTP;       OPTIONS *| HTTP/1.1
                    HTTP;       TRACE /|x
                    HTTP;       CONNECT |example.com:443
                    HTTP;       PRI * HTTP/2|.0
                    """)
    void every_stranger_is_known_at_its_last_telling_byte_and_not_before(Stranger expected, String sample) {
        String telling = sample.substring(0, sample.indexOf('|'));
        byte[] needed = bytes(telling);
        for (int n = 1; n < needed.length; n++) {
            assertThat(Sniffer.sniff(Buffer.buffer(needed).slice(0, n)))
                    .as("after %d bytes", n)
                    .isNull();
        }
        Sniffer.Found found = new Sniffer.Found(null, expected);
        assertThat(Sniffer.sniff(Buffer.buffer(needed))).isEqualTo(found);
        assertThat(Sniffer.sniff(Buffer.buffer(bytes(sample.replace("|", "")))))
                .as("all bytes at once")
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    BRIDGE;     \\00|\\00\\00\\05hello
                    BRIDGE;     \\7F\\FF|\\FF\\FF
                    BRIDGE;     \\80\\00|\\00\\00
                    BRIDGE;     \\FF\\FF|\\FF\\FE
                    BINARY;     \\B5|\\01
                    JSON_LINES; {|"type":"ping"}
                    """)
    void every_dialect_with_frames_is_known_at_its_last_telling_byte(Dialect expected, String sample) {
        byte[] needed = bytes(sample.substring(0, sample.indexOf('|')));
        for (int n = 1; n < needed.length; n++) {
            assertThat(Sniffer.sniff(Buffer.buffer(needed).slice(0, n))).isNull();
        }
        Sniffer.Found found = new Sniffer.Found(expected, null);
        assertThat(Sniffer.sniff(Buffer.buffer(needed))).isEqualTo(found);
        assertThat(Sniffer.sniff(Buffer.buffer(bytes(sample.replace("|", ""))))).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h",
                "안",
                " ",
                "\n",
                "!",
                "[",
                "0",
                "get /",
                "ping",
                "GO",
                "GET it",
                "Pz",
                "PROXIMITY",
                "SSHH",
                "PUT x",
                "\r\nx",
                "\r\n\r\nhello",
                "OPTIONSx",
                "CONNECTED",
                "PRI * HTTP/1"
            })
    void whatever_is_nobody_elses_is_text_at_once(String text) {
        assertThat(Sniffer.sniff(Buffer.buffer(text))).isEqualTo(Sniffer.SETTLED);
    }

    @Test
    void every_other_first_byte_is_text_without_another() {
        String undecided = "PSGHDTOC\r\u007F\u0080\u00FF";
        String decided = "\u0000\u00B5{\u0016";
        for (int b = 0; b < 256; b++) {
            Sniffer.Found found = Sniffer.sniff(Buffer.buffer(new byte[] {(byte) b}));
            if (undecided.indexOf(b) >= 0) {
                assertThat(found).as("0x%02X", b).isNull();
            } else if (decided.indexOf(b) >= 0) {
                assertThat(found).as("0x%02X", b).isNotNull().isNotEqualTo(Sniffer.SETTLED);
            } else {
                assertThat(found).as("0x%02X", b).isEqualTo(Sniffer.SETTLED);
            }
        }
    }

    @Test
    void once_text_is_decided_more_bytes_change_nothing() {
        assertThat(Sniffer.sniff(Buffer.buffer("G"))).isNull();
        assertThat(Sniffer.sniff(Buffer.buffer("Go"))).isEqualTo(Sniffer.SETTLED);
        assertThat(Sniffer.sniff(Buffer.buffer("Go\nGET / HTTP/1.1"))).isEqualTo(Sniffer.SETTLED);
    }

    @ParameterizedTest
    @EnumSource(Stranger.class)
    void every_stranger_has_a_sentence(Stranger stranger) {
        assertThat(stranger.sentence()).isNotBlank().doesNotContain("\n");
    }

    @Test
    void a_browser_gets_a_whole_http_answer_with_the_right_length() {
        String[] parts = Stranger.HTTP.answer().toString().split("\r\n\r\n", 2);
        assertThat(parts[0]).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("Connection: close");
        assertThat(parts[0]).contains("Content-Length: " + parts[1].getBytes(UTF_8).length);
        assertThat(parts[1]).contains(Stranger.HTTP.sentence()).contains("/connections");
    }

    @Test
    void a_tls_client_gets_a_fatal_handshake_alert() {
        assertThat(Stranger.TLS.answer().getBytes()).containsExactly(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28);
    }

    /** Bytes as they are, {@code \16} for the byte 0x16. */
    private static byte[] bytes(String escaped) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '\\') {
                out.append((char) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.append(escaped.charAt(i));
            }
        }
        return out.toString().getBytes(ISO_8859_1);
    }
}
