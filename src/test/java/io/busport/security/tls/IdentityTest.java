package io.busport.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.testing.Pki;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class IdentityTest {
    private Vertx vertx;
    private Pki pki;

    @BeforeEach
    void prepare(Vertx vertx, @TempDir Path dir) {
        this.vertx = vertx;
        this.pki = new Pki(dir)
                .issue("a", "DNS:a.example,DNS:*.a.example,IP:127.0.0.1")
                .issue("b", "DNS:b.example");
    }

    private Identity read(String cert, String key, String... names) {
        PemFiles files = PemFiles.read(vertx, List.of(cert, key)).await();
        return Identity.read(vertx, files, cert, key, List.of(names));
    }

    @Test
    void names_are_those_of_the_certificate_unless_others_are_given() {
        assertThat(read(pki.crt("a"), pki.key("a")).names()).containsExactly("a.example", "*.a.example");
        assertThat(read(pki.crt("a"), pki.key("a"), "x.example").names()).containsExactly("x.example");
        assertThat(read(pki.crt("a"), pki.key("a"))).hasToString("CN=a,O=Example");
    }

    @Test
    void keys_as_openssl_and_cert_manager_write_them() {
        String sec1 = pki.file("sec1.key").toString();
        pki.openssl(List.of("ec", "-in", pki.key("a"), "-out", sec1));
        assertThat(content(sec1)).contains("BEGIN EC PRIVATE KEY");
        assertThat(read(pki.crt("a"), sec1)).hasToString("CN=a,O=Example");
        pki.openssl(List.of(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=rsa",
                "-keyout",
                "rsa.key",
                "-out",
                "rsa.crt"));
        String pkcs1 = pki.file("pkcs1.key").toString();
        pki.openssl(List.of("rsa", "-traditional", "-in", pki.key("rsa"), "-out", pkcs1));
        assertThat(content(pkcs1)).contains("BEGIN RSA PRIVATE KEY");
        assertThat(read(pki.crt("rsa"), pkcs1)).hasToString("CN=rsa");
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_cannot_be_used_is_one_line_with_the_file() {
        assertRefused(
                pki.crt("a"),
                pki.key("b"),
                pki.key("b") + ": the key of another certificate (expected: that of " + pki.crt("a") + ")");
        assertRefused(pki.crt("a"), "absent.key", "absent.key: cannot be read (expected: a PEM file)");
        assertRefused(pki.key("a"), pki.key("a"), pki.key("a") + ": no certificate");
        assertRefused(pki.crt("a"), pki.crt("a"), pki.crt("a") + ": no private key that can be read");
        String secret = pki.file("secret.key").toString();
        pki.openssl(List.of("pkey", "-aes256", "-passout", "pass:word", "-in", pki.key("a"), "-out", secret));
        assertRefused(pki.crt("a"), secret, secret + ": an encrypted key");
    }

    private void assertRefused(String cert, String key, String words) {
        assertThatThrownBy(() -> read(cert, key))
                .isInstanceOf(TlsException.class)
                .hasMessageStartingWith(words)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }

    @Test
    void the_end_is_seen_two_weeks_before() {
        Identity identity = read(pki.crt("a"), pki.key("a"));
        assertThat(identity.endsSoon(Instant.now())).isFalse();
        assertThat(identity.endsSoon(identity.until().minusSeconds(13 * 24 * 3600)))
                .isTrue();
        assertThat(identity.endsSoon(identity.until().minusSeconds(15 * 24 * 3600)))
                .isFalse();
    }
}
