package io.busport.bridge;

import io.busport.testing.BridgeSocket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Somebody with a socket in a {@link Talk}. JSON is written with {@code '} for {@code "}, to be readable in Java. */
final class Client implements AutoCloseable {
    private final String name;
    private final Talk talk;
    private final BridgeSocket socket;

    Client(String name, Talk talk, BridgeSocket socket) {
        this.name = name;
        this.talk = talk;
        this.socket = socket;
    }

    static String json(String quoted) {
        return quoted.replace('\'', '"');
    }

    /** Several frames go out in one piece. */
    Client says(String... frames) {
        Buffer all = Buffer.buffer();
        for (String frame : frames) {
            all.appendBuffer(BridgeSocket.frame(json(frame)));
        }
        return sends(all);
    }

    Client sends(Buffer bytes) {
        var unused = socket.send(bytes);
        return this;
    }

    /** The next frame, which is recorded to the letter; waits for it. */
    JsonObject hears() {
        String text = socket.readText();
        talk.noteOfClient(name + " hears " + text);
        return new JsonObject(text);
    }

    Client hears(int frames) {
        for (int i = 0; i < frames; i++) {
            JsonObject unused = hears();
        }
        return this;
    }

    /** Frames that come in an order that is nobody's promise. */
    Client hearsInAnyOrder(int frames) {
        talk.inAnyOrder(() -> hears(frames));
        return this;
    }

    /** The same client; the record does not say that it was this one. */
    Client anonymously() {
        return new Client("somebody", talk, socket);
    }

    /** Where the next message, which is recorded, wants to be answered. */
    String hearsReplyAddress() {
        return hears().getString("replyAddress");
    }

    /** Everything said before has been taken when the pong comes; what came of it comes before, and is recorded. */
    Client pings() {
        var unused = says("{'type':'ping'}");
        while (!"pong".equals(hears().getString("type"))) {
            // one more thing that came of what was said before
        }
        return this;
    }

    BridgeSocket socket() {
        return socket;
    }

    /** Goes, after the bridge has said everything that it still has to say. */
    @Override
    public void close() {
        try (socket) {
            var unused = socket.endOutput().skipToEnd();
        }
    }
}
