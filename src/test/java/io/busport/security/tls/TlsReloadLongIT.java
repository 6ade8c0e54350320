package io.busport.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.client.BusportClient;
import io.busport.client.SessionEvent;
import io.busport.client.SessionOptions;
import io.busport.testing.LocalGateway;
import io.busport.testing.Pki;
import io.busport.testing.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same under many sessions that go on speaking. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@ExtendWith(Verdict.class)
class TlsReloadLongIT {
    private static final int SESSIONS = 500;

    @Test
    void five_hundred_sessions_do_not_notice(@TempDir Path dir) throws Exception {
        Pki pki = new Pki(dir).issue("tls", "DNS:localhost").issue("renewed", "DNS:localhost");
        Vertx vertx = Vertx.vertx();
        List<SessionEvent.Kind> told = new CopyOnWriteArrayList<>();
        try (LocalGateway gateway = new LocalGateway(TlsReloadIT.config(pki).encode())) {
            List<BusportClient> clients = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                SessionOptions options = SessionOptions.of("localhost:" + gateway.port())
                        .tls(ClientTls.DEFAULT.ca(pki.crt("ca")))
                        .onEvent(event -> told.add(event.kind()));
                clients.add(BusportClient.connect(vertx, options).await(30, TimeUnit.SECONDS));
            }
            askAll(clients);
            pki.replace("tls", "renewed");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> TlsReloadIT.subject(pki, gateway).contains("CN=renewed"));
            askAll(clients);
            assertThat(told).hasSize(SESSIONS).containsOnly(SessionEvent.Kind.CONNECTED);
        } finally {
            var unused = vertx.close().await(60, TimeUnit.SECONDS);
        }
    }

    private static void askAll(List<BusportClient> clients) throws Exception {
        List<Future<?>> answers = new ArrayList<>();
        clients.forEach(client -> answers.add(client.request("messages", "hello")));
        var unused = Future.all(answers).await(60, TimeUnit.SECONDS);
    }
}
