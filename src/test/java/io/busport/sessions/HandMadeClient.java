package io.busport.sessions;

import io.busport.session.ResumeSecret;
import io.busport.testing.BridgeSocket;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A client in a session whose every frame the test says itself. Speaks bridge framing. Its connections can be left without a word. */
public final class HandMadeClient implements AutoCloseable {
    private final int port;
    private BridgeSocket socket;
    private String session = "";
    private byte[] secret = {};
    private long epoch;
    private long counter;
    private JsonObject welcome = new JsonObject();
    private long acknowledged;
    /** What the next resume says. */
    long received;

    long floor = 1;

    /** @param hello keys of its hello beside type and version */
    public HandMadeClient(int port, JsonObject hello) {
        this.port = port;
        this.socket = new BridgeSocket(port);
        greet(hello(hello), socket);
    }

    public HandMadeClient(int port) {
        this(port, new JsonObject());
    }

    private static JsonObject hello(JsonObject more) {
        return new JsonObject().put("type", "hello").put("version", 1).mergeIn(more);
    }

    private void greet(JsonObject hello, BridgeSocket on) {
        JsonObject answer = on.send(hello).read();
        if (!answer.getString("type").equals("welcome")) {
            throw new AssertionError(answer.encode());
        }
        adopt(answer);
        socket = on;
    }

    private void adopt(JsonObject answer) {
        welcome = answer;
        epoch = answer.getLong("epoch");
        session = answer.getString("session");
        secret = answer.containsKey("secret")
                ? HexFormat.of().parseHex(answer.getString("secret"))
                : ResumeSecret.next(secret, HexFormat.of().parseHex(answer.getString("nonce")));
    }

    /** A resume that nobody has said yet; its counter is used up. */
    JsonObject resumption() {
        return resumption(session, secret, ++counter);
    }

    JsonObject resumption(String id, byte[] key, long count) {
        String text = ResumeSecret.text(id, epoch, count, received, floor);
        return hello(new JsonObject()
                .put(
                        "resume",
                        new JsonObject()
                                .put("session", id)
                                .put("epoch", epoch)
                                .put("counter", count)
                                .put("received", received)
                                .put("floor", floor)
                                .put("proof", ResumeSecret.prove(key, text))));
    }

    /** Resumes over a new connection; the old one is returned, and still open. */
    BridgeSocket resume() {
        BridgeSocket old = socket;
        greet(resumption(), new BridgeSocket(port));
        return old;
    }

    /** Resumes as {@link #resume()}, and says why its last connection ended. */
    public void resumeBecause(String cause) {
        JsonObject hello = resumption();
        hello.getJsonObject("resume").put("cause", cause);
        greet(hello, new BridgeSocket(port));
    }

    /** Says a hello on a connection of its own and returns what the gateway answers. */
    static JsonObject answerTo(int port, JsonObject hello) {
        try (BridgeSocket other = new BridgeSocket(port)) {
            return other.send(hello).read();
        }
    }

    /** Takes the welcome of a connection that was greeted elsewhere. */
    void take(BridgeSocket on, JsonObject answer) {
        socket = on;
        adopt(answer);
    }

    public HandMadeClient say(String json) {
        var unused = socket.send(json);
        return this;
    }

    JsonObject hear() {
        JsonObject frame = socket.read();
        acknowledged = Math.max(acknowledged, frame.getLong("received", 0L));
        return frame;
    }

    /** The gateway has taken everything up to this number. */
    void awaitAcknowledged(long n) {
        while (acknowledged < n) {
            var unused = hear();
        }
    }

    /** The next frame of this type; others are skipped. */
    public JsonObject hear(String type) {
        JsonObject frame = hear();
        while (!frame.getString("type").equals(type)) {
            frame = hear();
        }
        return frame;
    }

    JsonObject welcome() {
        return welcome;
    }

    public String session() {
        return session;
    }

    byte[] secret() {
        return secret;
    }

    long counter() {
        return counter;
    }

    @Nullable
    String state() {
        return welcome.getString("state");
    }

    public BridgeSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }
}
