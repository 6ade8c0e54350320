package io.busport.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.LocalGateway;
import io.busport.testing.Pki;
import io.busport.testing.TextSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are renewed while clients are connected. */
@Timeout(60)
class TlsReloadIT {
    private static final int CLIENTS = 20;

    @Test
    void a_renewed_certificate_is_for_those_who_come_and_drops_nobody(@TempDir Path dir) throws Exception {
        Pki pki = new Pki(dir)
                .issue("tls", "DNS:localhost")
                .issue("renewed", "DNS:localhost")
                .issue("other", "DNS:localhost");
        List<TextSocket> clients = new ArrayList<>();
        try (LocalGateway gateway = new LocalGateway(config(pki).encode())) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new TextSocket(pki.connect(gateway.port(), null)));
            }
            assertThat(subject(pki, gateway)).contains("CN=tls");

            pki.replace("tls", "renewed");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> subject(pki, gateway).contains("CN=renewed"));

            // A key without its certificate: the last good pair stays.
            String key = pki.key("other");
            pki.openssl(List.of("pkey", "-in", key, "-out", pki.key("tls")));
            await().during(Duration.ofMillis(500))
                    .until(() -> subject(pki, gateway).contains("CN=renewed"));

            for (TextSocket client : clients) {
                assertThat(client.ask("still here")).isEqualTo("still here");
            }
        } finally {
            clients.forEach(TextSocket::close);
        }
    }

    static JsonObject config(Pki pki) {
        return new JsonObject()
                .put(
                        "tls",
                        new JsonObject()
                                .put("mode", "optional")
                                .put("certificates", new JsonArray().add(pki.entry("tls"))))
                .put("reload", new JsonObject().put("interval", "50ms"));
    }

    static String subject(Pki pki, LocalGateway gateway) throws IOException {
        try (SSLSocket socket = pki.connect(gateway.port(), null)) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }
}
