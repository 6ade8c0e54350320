package io.busport.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.AdminClient;
import io.busport.testing.BridgeSocket;
import io.busport.testing.BusportProcess;
import io.busport.testing.TextSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Sessions whose clients have left, and what is kept for them, in a gateway with little memory. */
final class Crowded {
    private static final int MESSAGES = 100;
    /** What a message of one KiB is counted as, with its address, and a session beside its messages. */
    private static final long OF_MESSAGE = 96 + 12 + 1024;

    private static final long OF_SESSION = 2048;

    private Crowded() {}

    /**
     * Lets so many clients leave, keeps a hundred messages for each, tries to open one more, and lets one of them return.
     *
     * @return what the gateway says that its sessions take, in bytes
     */
    static long fill(int sessions, String heap) {
        long full = sessions * (OF_SESSION + MESSAGES * OF_MESSAGE);
        // Room for all they keep, in the last sixteenth of which no newcomer gets in.
        long memory = full * 16 / 15;
        try (BusportProcess gateway = BusportProcess.server()
                .withTestClasses()
                .jvm("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError")
                .env("BUSPORT_SESSIONS_MEMORY", String.valueOf(memory))
                .env("BUSPORT_SERVICES", FillVerticle.class.getName())
                .start()) {
            int port = gateway.port();
            AdminClient admin = gateway.admin();
            HandMadeClient one = leave(port, 0);
            for (int i = 1; i < sessions; i++) {
                var unused = leave(port, i);
            }
            try (BridgeSocket asking = new BridgeSocket(new TextSocket(port), Duration.ofMinutes(2))) {
                JsonObject order = new JsonObject().put("addresses", sessions).put("messages", MESSAGES);
                JsonObject done = asking.ask(
                        "{\"type\":\"send\",\"address\":\"%s\",\"replyAddress\":\"r\",\"headers\":{\"timeout\":120000},\"body\":%s}"
                                .formatted(FillVerticle.ADDRESS, order.encode()));
                assertThat(done.getInteger("body")).as(done.encode()).isEqualTo(sessions);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> queued(admin) == (long) sessions * MESSAGES);
            JsonObject refusal = HandMadeClient.answerTo(
                    port, new JsonObject().put("type", "hello").put("version", 1));
            assertThat(refusal.getString("message")).as(refusal.encode()).isEqualTo("try_later");
            assertThat(refusal.getBoolean("fatal")).isFalse();
            long bytes = sum(admin, "queuedBytes");
            returns(one);
            return bytes + sessions * OF_SESSION;
        }
    }

    private static HandMadeClient leave(int port, int i) {
        HandMadeClient client = new HandMadeClient(port);
        client.say("{\"type\":\"register\",\"n\":1,\"address\":\"%s\"}".formatted(FillVerticle.address(i)));
        client.awaitAcknowledged(1);
        client.close();
        client.floor = 2;
        return client;
    }

    /** Nothing of what was kept for it is missing. */
    private static void returns(HandMadeClient client) {
        var unused = client.resume();
        assertThat(client.state()).isEqualTo("resumed");
        for (int i = 1; i <= MESSAGES; i++) {
            JsonObject message = client.hear("message");
            assertThat(message.getLong("n")).isEqualTo(i);
            assertThat(message.getString("body")).hasSize(1024).endsWith(String.format("%04d", i - 1));
        }
        client.close();
    }

    private static long queued(AdminClient admin) {
        return sum(admin, "queued");
    }

    private static long sum(AdminClient admin, String key) {
        return new JsonArray(admin.get("/sessions").body())
                .stream().mapToLong(s -> ((JsonObject) s).getLong(key)).sum();
    }
}
