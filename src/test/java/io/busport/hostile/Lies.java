package io.busport.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Clients that say they are somebody else, or that something was said or heard that was not. */
final class Lies {
    private static final String FORGED = "203.0.113.7";
    private static final int TRIES = 100;

    private Lies() {}

    static List<Attack> all() {
        return List.of(
                new Attack("PROXY headers from a stranger", Lies::proxyHeaders),
                new Attack("reserved addresses", Lies::reserved),
                new Attack("reply addresses of others", Lies::replies),
                new Attack("guessing how to resume a session", Lies::guesses),
                new Attack("acknowledging what was never sent", Lies::acks),
                new Attack("numbers that were not said before", Lies::numbers),
                new Attack("more than the window", Lies::window));
    }

    private static String proxyHeaders(Victim victim) throws IOException {
        byte[] v1 = ("PROXY TCP4 " + FORGED + " 192.0.2.1 51112 8000\r\nhello\n").getBytes(UTF_8);
        byte[] v2 = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000ccb00710700000000c7a81f40");
        for (int n = 0; n < 10; n++) {
            victim.connect(Speech.TEXT).say(v1);
            victim.connect(Speech.TEXT).say(v2);
        }
        String outcome = victim.awaitEnded(20, "stranger");
        assertThat(victim.admin().get("/connections").body()).doesNotContain(FORGED);
        return outcome + ", observed where they are";
    }

    private static String reserved(Victim victim) throws IOException {
        Client client = victim.connect(Speech.JSON_LINES);
        for (String address : List.of("busport.events", "busport.to.x", "__vertx.reply.1", "__vertx.x", "busport.")) {
            for (int n = 0; n < TRIES; n++) {
                client.say(Speech.JSON_LINES.request(address, "r", "x"));
                assertThat(client.hearObject().getString("code")).as(address).isEqualTo("access_denied");
                client.say(Speech.JSON_LINES.register(address));
                assertThat(client.hearObject().getString("code")).as(address).isEqualTo("access_denied");
            }
        }
        return "access_denied, each time";
    }

    /** One waits for an answer, one owes it, and a third says it first. */
    private static String replies(Victim victim) throws IOException {
        Client asker = victim.connect(Speech.BRIDGE);
        Client owner = victim.connect(Speech.BRIDGE);
        Client forger = victim.connect(Speech.BRIDGE);
        owner.say(Speech.BRIDGE.register("demo.owner")).say(Speech.BRIDGE.ping());
        assertThat(owner.hear().type()).isEqualTo("pong");
        asker.say(Speech.BRIDGE.request("demo.owner", "label", "well?"));
        String replyAddress = Objects.requireNonNull(owner.hear().replyAddress(), "a reply address");
        for (int n = 0; n < TRIES; n++) {
            for (String guess : List.of(replyAddress, "label", "__vertx.reply." + n, "__vertx.reply." + (1000 + n))) {
                forger.say(Speech.BRIDGE.request(guess, "f", "forged"));
                assertThat(forger.hearObject().getString("type")).as(guess).isEqualTo("err");
            }
        }
        owner.say(Speech.BRIDGE.send(replyAddress, "honest"));
        assertThat(asker.hear()).isEqualTo(new Heard("message", "label", null, "honest"));
        return "refused, and the honest answer arrives";
    }

    private static String guesses(Victim victim) throws IOException {
        Random random = new Random(1);
        String known = new JsonArray(victim.admin().get("/sessions").body())
                .getJsonObject(0)
                .getString("id");
        for (int n = 0; n < TRIES; n++) {
            boolean knowing = n % 2 == 0;
            byte[] proof = new byte[32];
            random.nextBytes(proof);
            String id = knowing ? known : HexFormat.of().toHexDigits(random.nextLong());
            Client client = victim.connect(Speech.BRIDGE);
            client.say(Slowness.hello()
                    .put("session", new JsonObject().put("expiry", 0))
                    .put(
                            "resume",
                            new JsonObject()
                                    .put("session", id)
                                    .put("epoch", random.nextInt(3))
                                    .put("counter", 1_000_000 + n)
                                    .put("received", 0)
                                    .put("floor", 1)
                                    .put("proof", HexFormat.of().formatHex(proof))));
            JsonObject answer = client.hearObject();
            if (knowing) {
                assertThat(answer.getString("message")).as(answer.encode()).isEqualTo("bad_proof");
            } else {
                assertThat(answer.getString("state")).as(answer.encode()).isEqualTo("new");
            }
            client.close();
        }
        return "bad_proof for a session that is there, a new session otherwise";
    }

    private static String acks(Victim victim) throws IOException {
        return broken(victim, "out_of_range", "{\"type\":\"ack\",\"received\":1000000}");
    }

    private static String numbers(Victim victim) throws IOException {
        return broken(victim, "number_gap", "{\"type\":\"publish\",\"n\":1000000,\"address\":\"demo.x\",\"body\":1}");
    }

    /**
     * Two thousand at once where 256 may be. They are read in portions, and those whose acknowledgement is on its way when the next portion is
     * read cannot be told from those of a client that has waited for it.
     */
    private static String window(Victim victim) throws IOException {
        int many = 2000;
        Buffer all = Buffer.buffer();
        for (int n = 1; n <= many; n++) {
            all.appendBytes(Speech.BRIDGE.object(new JsonObject()
                    .put("type", "publish")
                    .put("n", n)
                    .put("address", "demo.x")
                    .put("body", 1)));
        }
        int clients = 20;
        int refused = 0;
        for (int n = 0; n < clients; n++) {
            Client client = greeted(victim).say(all.getBytes());
            JsonObject heard = client.hearObject();
            while (!"err".equals(heard.getString("type")) && heard.getInteger("received", 0) < many) {
                heard = client.hearObject();
            }
            if ("err".equals(heard.getString("type"))) {
                assertThat(heard.getString("message")).isEqualTo("beyond_window");
                refused++;
            }
        }
        return "beyond_window, " + victim.awaitEnded(refused, "session-refused") + "; " + (clients - refused)
                + " acknowledged in time";
    }

    private static Client greeted(Victim victim) throws IOException {
        Client client = victim.connect(Speech.BRIDGE);
        client.say(Slowness.hello().put("session", new JsonObject().put("expiry", 0)));
        var unused = client.hearObject("welcome");
        return client;
    }

    private static String broken(Victim victim, String code, String frame) throws IOException {
        int clients = 20;
        for (int n = 0; n < clients; n++) {
            Client client = greeted(victim).say(new JsonObject(frame));
            assertThat(client.hearObject("err").getString("message")).isEqualTo(code);
        }
        return code + ", " + victim.awaitEnded(clients, "session-refused");
    }
}
