package io.busport.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.busport.testing.Pace;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clients that never finish: what they say, or what they hear. */
final class Slowness {
    private static final int CLIENTS = 50;
    private static final Duration BETWEEN_BYTES = Duration.ofMillis(20);

    private Slowness() {}

    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        all.add(new Attack("connections that never speak", Slowness::silence));
        for (Speech speech : Speech.values()) {
            all.add(new Attack("slow-loris in " + name(speech), victim -> trickle(victim, speech)));
        }
        all.add(new Attack("slow-loris in a TLS handshake", Slowness::handshake));
        all.add(new Attack("slow-loris in a session", Slowness::inSession));
        all.add(new Attack("half a frame, then the end of the output", Slowness::half));
        all.add(new Attack("half a frame, then a reset", Slowness::vanish));
        all.add(new Attack("readers that never read", Slowness::deaf));
        all.add(new Attack("a session with no window", victim -> hoard(victim, 0)));
        all.add(new Attack("a session that never acknowledges", victim -> hoard(victim, 1000)));
        return all;
    }

    private static String name(Speech speech) {
        return speech.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static String silence(Victim victim) throws IOException {
        var unused = victim.connect(Speech.TEXT, CLIENTS, 0);
        return victim.awaitEnded(CLIENTS, "never-spoke");
    }

    /** A byte every 20 ms, of a frame that never ends. In text that is too fast for a pause to end the message. */
    private static String trickle(Victim victim, Speech speech) throws IOException {
        List<Client> clients = victim.connect(speech, CLIENTS, 0);
        for (Client client : clients) {
            client.say(beginning(speech));
        }
        return trickle(victim, clients, "unfinished");
    }

    /** A record of type 22, version 3.1, 512 bytes: the beginning of a client hello. */
    private static String handshake(Victim victim) throws IOException {
        List<Client> clients = victim.connect(Speech.TEXT, CLIENTS, 0);
        for (Client client : clients) {
            client.say(new byte[] {0x16, 3, 1, 2, 0, 1});
        }
        return trickle(victim, clients, "stranger");
    }

    private static String inSession(Victim victim) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int n = 0; n < CLIENTS; n++) {
            Client client = victim.connect(Speech.BRIDGE);
            clients.add(client);
            client.say(hello().put("session", new JsonObject().put("expiry", 0)));
            var unused = client.hearObject("welcome");
            client.say(beginning(Speech.BRIDGE));
        }
        return trickle(victim, clients, "unfinished");
    }

    private static String trickle(Victim victim, List<Client> clients, String reason) {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> trickling = CompletableFuture.runAsync(
                () -> Pace.every(BETWEEN_BYTES, () -> {
                    clients.forEach(Slowness::sayOneByte);
                    return !done.get();
                }),
                task -> new Thread(task).start());
        try {
            return victim.awaitEnded(clients.size(), reason);
        } finally {
            done.set(true);
            trickling.join();
        }
    }

    private static void sayOneByte(Client client) {
        try {
            client.say(new byte[] {'x'});
        } catch (IOException closed) {
            // As it should be.
        }
    }

    private static byte[] beginning(Speech speech) {
        return switch (speech) {
            case TEXT -> "x".getBytes(UTF_8);
            case JSON_LINES -> "{\"type\":\"send\",\"address\":\"messages\",\"body\":\"".getBytes(UTF_8);
            case BRIDGE -> new byte[] {0, 0, (byte) 0xEA, 0x60}; // 60,000 bytes follow
            case BINARY -> new byte[] {(byte) 0xE0, (byte) 0xD4, 0x03}; // so many, as a varint
        };
    }

    private static String half(Victim victim) throws IOException {
        for (Speech speech : List.of(Speech.BRIDGE, Speech.BINARY)) {
            for (Client client : victim.connect(speech, CLIENTS / 2, 0)) {
                client.say(beginning(speech)).say(new byte[100]).endOutput();
            }
        }
        // The binary dialect forgets such a frame; the bridge takes it for a mistake.
        return victim.awaitEnded(CLIENTS / 2, "malformed") + ", " + victim.awaitEnded(CLIENTS / 2, "client-closed");
    }

    private static String vanish(Victim victim) throws IOException {
        for (Speech speech : List.of(Speech.BRIDGE, Speech.BINARY)) {
            for (Client client : victim.connect(speech, CLIENTS / 2, 0)) {
                client.say(beginning(speech)).say(new byte[100]).reset();
            }
        }
        return victim.awaitEnded(CLIENTS, "client-reset");
    }

    private static String deaf(Victim victim) throws IOException {
        byte[] question = Speech.BRIDGE.request("messages", "r", "x".repeat(64 << 10));
        List<CompletableFuture<Void>> asking = new ArrayList<>();
        for (Client client : victim.connect(Speech.BRIDGE, 5, 4096)) {
            asking.add(CompletableFuture.runAsync(
                    () -> sayUntilClosed(client, question), task -> new Thread(task).start()));
        }
        String outcome = victim.awaitEnded(5, "write-stalled", "slow-consumer");
        asking.forEach(CompletableFuture::join);
        return outcome;
    }

    static void sayUntilClosed(Client client, byte[] bytes) {
        try {
            for (int n = 0; n < 10_000; n++) {
                client.say(bytes);
            }
            throw new AssertionError("all of it was taken (expected: the end of the connection)");
        } catch (IOException closed) {
            // As it should be: the gateway has had enough.
        }
    }

    /** More is published to it than the gateway keeps for a session, and none of it acknowledged. */
    private static String hoard(Victim victim, int window) throws IOException {
        long lostBefore = victim.metric("busport_outbox_lost_messages_total");
        Client hoarder = victim.connect(Speech.BRIDGE);
        hoarder.say(hello().put("session", new JsonObject().put("expiry", 0))
                .put("window", new JsonObject().put("messages", window).put("bytes", window * 1000)));
        var unused = hoarder.hearObject("welcome");
        hoarder.say(new JsonObject().put("type", "register").put("n", 1).put("address", "demo.hoard"));
        var unusedToo = hoarder.hearObject("ack");
        Client publisher = victim.connect(Speech.BRIDGE);
        for (int n = 0; n < 500; n++) {
            publisher.say(Speech.BRIDGE.publish("demo.hoard", "x".repeat(1000)));
        }
        publisher.say(Speech.BRIDGE.ping());
        var unusedPong = publisher.hearObject("pong");
        await("those beyond sessions.outbox.messages")
                .atMost(Duration.ofSeconds(10))
                .until(() -> victim.metric("busport_outbox_lost_messages_total") - lostBefore >= 400);
        return "the oldest give way and are counted";
    }

    static JsonObject hello() {
        return new JsonObject().put("type", "hello").put("version", 1);
    }
}
