package io.busport.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Frames that are too large, too deep, or much more than they look. */
final class Bulk {
    private static final int NEARLY_A_MEBIBYTE = 1_000_000;

    private Bulk() {}

    static List<Attack> all() {
        return List.of(
                new Attack("lengths of 2 GiB", Bulk::promises),
                new Attack("300 frames of which the last byte never comes", Bulk::unfinished),
                new Attack("bodies of the same byte, a megabyte each", Bulk::repeated),
                new Attack(
                        "JSON that is 100,000 levels deep",
                        victim -> body(victim, "[".repeat(100_000) + "]".repeat(100_000))),
                new Attack(
                        "JSON that is 400,000 levels deep and never closed",
                        victim -> body(victim, "[".repeat(400_000))),
                new Attack(
                        "objects that are 10,000 levels deep",
                        victim -> body(victim, "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000))),
                new Attack("a number of a million digits", victim -> body(victim, "1".repeat(NEARLY_A_MEBIBYTE))),
                new Attack("a number with an exponent of a billion", victim -> body(victim, "1e1000000000")),
                new Attack("an object of 20,000 keys", victim -> body(victim, keys(20_000))),
                new Attack(
                        "10,000 headers", victim -> headers(victim, keys(10_000).replaceAll(":1", ":\"1\""))),
                new Attack("a header of 900 KB", victim -> headers(victim, "{\"a\":\"" + "x".repeat(900_000) + "\"}")),
                new Attack("an address of 900 KB", Bulk::address));
    }

    private static String keys(int count) {
        StringBuilder keys = new StringBuilder("{\"k0\":1");
        for (int n = 1; n < count; n++) {
            keys.append(",\"k").append(n).append("\":1");
        }
        return keys.append('}').toString();
    }

    private static String promises(Victim victim) throws IOException {
        for (int n = 0; n < 10; n++) {
            victim.connect(Speech.BRIDGE).say(new byte[] {0x7F, -1, -1, -1}).say(new byte[1000]);
            victim.connect(Speech.BINARY).say(new byte[] {-1, -1, -1, -1, 7}).say(new byte[1000]);
        }
        return victim.awaitEnded(20, "frame-too-large", "malformed");
    }

    /** Their bytes are more than the heap. */
    private static String unfinished(Victim victim) throws IOException {
        byte[] most = new byte[NEARLY_A_MEBIBYTE];
        for (Client client : victim.connect(Speech.BRIDGE, 300, 0)) {
            try {
                client.say(ByteBuffer.allocate(4).putInt(most.length + 1).array())
                        .say(most);
            } catch (IOException closed) {
                // As it may be: there are more of them.
            }
        }
        return victim.awaitEnded(300, "unfinished", "never-spoke");
    }

    private static String repeated(Victim victim) throws IOException {
        Client client = victim.connect(Speech.BRIDGE);
        String body = "a".repeat(NEARLY_A_MEBIBYTE);
        for (int n = 0; n < 10; n++) {
            assertThat(client.say(Speech.BRIDGE.request("messages", "r", body))
                            .hear()
                            .body())
                    .isEqualTo(body);
        }
        return "10 answered";
    }

    /** Whatever the gateway makes of it, it says so, and says it to no one else. */
    private static String body(Victim victim, String json) throws IOException {
        String frame = "{\"type\":\"send\",\"address\":\"messages\",\"replyAddress\":\"r\",\"body\":" + json + "}";
        return oneByOne(victim, frame);
    }

    private static String headers(Victim victim, String json) throws IOException {
        String frame = "{\"type\":\"send\",\"address\":\"messages\",\"replyAddress\":\"r\",\"headers\":" + json + "}";
        String outcome = oneByOne(victim, frame);
        assertThat(outcome).contains("too_large");
        return outcome;
    }

    private static String address(Victim victim) throws IOException {
        String frame = "{\"type\":\"send\",\"replyAddress\":\"r\",\"address\":\"" + "x".repeat(900_000) + "\"}";
        String outcome = oneByOne(victim, frame);
        assertThat(outcome).contains("too_large");
        return outcome;
    }

    private static String oneByOne(Victim victim, String frame) throws IOException {
        Client client = victim.connect(Speech.JSON_LINES);
        byte[] bytes = (frame + "\n").getBytes(UTF_8);
        String outcome = "";
        for (int n = 0; n < 3; n++) {
            String heard = client.say(bytes).hearText();
            outcome = heard.contains("\"type\":\"message\"")
                    ? "answered"
                    : "err " + new JsonObject(heard).getString("code");
        }
        client.say(Speech.JSON_LINES.ping());
        assertThat(client.hear().type()).isEqualTo("pong");
        return outcome + ", the connection lives";
    }
}
