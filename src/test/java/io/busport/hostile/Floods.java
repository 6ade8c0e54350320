package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that want too much of something. */
final class Floods {
    static final int MOST_CONNECTIONS = 400;
    private static final List<Speech> DIALECTS = List.of(Speech.values());
    static final int MOST_SESSIONS = 100;
    static final int MOST_REGISTRATIONS = 1000;

    private Floods() {}

    static List<Attack> all() {
        return List.of(
                new Attack("a flood of connections without a word", Floods::connections),
                new Attack("a flood of connections that ask once", Floods::visits),
                new Attack("a flood of connections that are reset", Floods::resets),
                new Attack("a flood of sessions", Floods::sessions),
                new Attack("registers beyond the limit", Floods::registers),
                new Attack("distinct addresses over many connections", Floods::addresses),
                new Attack("thousands of tiny frames", Floods::pings),
                new Attack("thousands of empty lines", Floods::emptyLines),
                new Attack("requests without end and without a handler", Floods::nobody));
    }

    private static String connections(Victim victim) throws IOException {
        for (int n = 0; n < 2 * MOST_CONNECTIONS; n++) {
            try {
                var unused = victim.connect(Speech.TEXT);
            } catch (IOException refused) {
                // The reset came at once.
            }
        }
        return victim.awaitEnded(100, "too-many-connections");
    }

    private static String visits(Victim victim) throws IOException {
        int visits = 200;
        for (int n = 0; n < visits; n++) {
            Speech speech = DIALECTS.get(n % DIALECTS.size());
            try (Client client = new Client(speech, victim.port())) {
                assertThat(client.say(speech.request("messages", "r", "x"))
                                .hear()
                                .body())
                        .isEqualTo("x");
            }
        }
        return victim.awaitEnded(visits, "client-closed", "client-reset") + ", each served";
    }

    private static String resets(Victim victim) throws IOException {
        int resets = 400;
        for (int n = 0; n < resets; n++) {
            Speech speech = DIALECTS.get(n % DIALECTS.size());
            new Client(speech, victim.port())
                    .say(speech.request("messages", "r", "x"))
                    .reset();
        }
        return victim.awaitEnded(resets, "client-reset", "client-closed");
    }

    private static String sessions(Victim victim) throws IOException {
        int more = 100;
        for (int n = 0; n < MOST_SESSIONS + more; n++) {
            victim.connect(Speech.BRIDGE).say(Slowness.hello().put("session", new JsonObject().put("expiry", 0)));
        }
        return victim.awaitEnded(more, "try-later");
    }

    private static String registers(Victim victim) throws IOException {
        Client client = victim.connect(Speech.JSON_LINES);
        int refused = 0;
        for (int n = 0; n < 3 * MOST_REGISTRATIONS; n += 100) {
            for (int i = n; i < n + 100; i++) {
                client.say(Speech.JSON_LINES.register("demo.many." + i));
            }
            refused += untilPong(client, "too_many");
        }
        assertThat(refused).isEqualTo(2 * MOST_REGISTRATIONS);
        return refused + " too_many, the connection lives";
    }

    private static String addresses(Victim victim) throws IOException {
        List<Client> clients = victim.connect(Speech.JSON_LINES, 50, 0);
        for (int c = 0; c < clients.size(); c++) {
            for (int n = 0; n < 100; n++) {
                clients.get(c).say(Speech.JSON_LINES.register("demo.distinct." + c + "." + n));
            }
        }
        for (Client client : clients) {
            assertThat(untilPong(client, "")).isZero();
            client.reset();
        }
        Client other = victim.connect(Speech.JSON_LINES);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            other.say(Speech.JSON_LINES.request("demo.distinct.49.99", "r", "x"));
            return "no_handlers".equals(other.hearObject().getString("code"));
        });
        return "5000 heard, and given back with their connections";
    }

    private static String pings(Victim victim) throws IOException {
        Client client = victim.connect(Speech.BINARY);
        byte[] ping = Speech.BINARY.ping();
        ByteBuffer many = ByteBuffer.allocate(2000 * ping.length);
        while (many.hasRemaining()) {
            many.put(ping);
        }
        for (int n = 0; n < 20; n++) {
            client.say(many.array());
            for (int i = 0; i < 2000; i++) {
                assertThat(client.hear().type()).isEqualTo("pong");
            }
        }
        return "40000 answered";
    }

    private static String emptyLines(Victim victim) throws IOException {
        Client client = victim.connect(Speech.TEXT);
        client.say("\n".repeat(20_000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        client.say(Speech.TEXT.request("messages", "r", "the end"));
        int lines = 0;
        while (!"the end".equals(client.hear().body())) {
            lines++;
        }
        assertThat(lines).isLessThanOrEqualTo(20_000);
        return lines + " answers, and then the next";
    }

    private static String nobody(Victim victim) throws IOException {
        Client client = victim.connect(Speech.JSON_LINES);
        int refused = 0;
        for (int n = 0; n < 20; n++) {
            for (int i = 0; i < 100; i++) {
                client.say(Speech.JSON_LINES.request("demo.nobody", "r", "x"));
            }
            refused += untilPong(client, "no_handlers");
        }
        assertThat(refused).isEqualTo(2000);
        return refused + " no_handlers";
    }

    /**
     * Asks for a sign of life and reads up to it.
     *
     * @return how many errors came before it, all of which have this code
     */
    private static int untilPong(Client client, String code) throws IOException {
        client.say(client.speech().ping());
        List<JsonObject> before = new ArrayList<>();
        JsonObject frame = client.hearObject();
        while (!"pong".equals(frame.getString("type"))) {
            before.add(frame);
            frame = client.hearObject();
        }
        assertThat(before).allSatisfy(err -> assertThat(err.getString("code")).isEqualTo(code));
        return before.size();
    }
}
