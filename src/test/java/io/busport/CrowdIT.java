package io.busport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BusportProcess;
import io.busport.testing.TextSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients at once. */
@Timeout(60)
class CrowdIT {
    private static final int CLIENTS = 2000;
    private static final int LINES = 50;
    private static final int THREADS = 20;

    @Test
    void two_thousand_clients_get_every_answer_right_and_in_order() throws Exception {
        try (BusportProcess gateway =
                BusportProcess.server().env("BUSPORT_LOG_LEVEL", "warn").start()) {
            int port = gateway.port();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<TextSocket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(new TextSocket(port));
                }
                inParallel(threads, clients, (n, client) -> client.send(question(n, 0)));
                inParallel(
                        threads,
                        clients,
                        (n, client) -> assertThat(client.readLine()).isEqualTo(answer(n, 0)));
                inParallel(threads, clients, (n, client) -> {
                    StringBuilder all = new StringBuilder();
                    for (int i = 1; i < LINES; i++) {
                        all.append(question(n, i));
                    }
                    client.send(all.toString().getBytes(UTF_8));
                });
                inParallel(threads, clients, (n, client) -> {
                    for (int i = 1; i < LINES; i++) {
                        assertThat(client.readLine()).isEqualTo(answer(n, i));
                    }
                });
            } finally {
                threads.shutdownNow();
                clients.forEach(TextSocket::close);
            }
            assertThat(gateway.err()).isEmpty();
        }
    }

    private interface Part {
        void play(int n, TextSocket client);
    }

    /** All clients do the part, each thread a share of them; all of them are connected all the time. */
    private static void inParallel(ExecutorService threads, List<TextSocket> clients, Part part) throws Exception {
        List<Future<?>> shares = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int first = t;
            shares.add(threads.submit(() -> {
                for (int n = first; n < clients.size(); n += THREADS) {
                    part.play(n, clients.get(n));
                }
            }));
        }
        for (Future<?> share : shares) {
            var unused = share.get();
        }
    }

    private static String question(int client, int n) {
        return answer(client, n) + "\n";
    }

    private static String answer(int client, int n) {
        return "client " + client + " 질문 " + n;
    }
}
