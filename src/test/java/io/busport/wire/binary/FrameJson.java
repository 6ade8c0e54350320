package io.busport.wire.binary;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Window;
import io.busport.wire.WireException;
import io.busport.wire.json.ControlJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Frames as the test vectors write them. */
final class FrameJson {
    private FrameJson() {}

    /** @param size bytes on the wire */
    static Frame frame(JsonObject json, int size) {
        Frame frame = json.containsKey("object") ? control(json.getJsonObject("object")) : plain(json, size);
        long n = json.getLong("n", 0L);
        long received = frame.kind() == Frame.Kind.ACK ? -1 : json.getLong("received", -1L);
        boolean redelivered = json.getBoolean("redelivered", false);
        return n == 0 && received < 0 && !redelivered ? frame : new Stamped(n, received, redelivered, frame);
    }

    private static Frame control(JsonObject object) {
        try {
            return ControlJson.read(object);
        } catch (WireException e) {
            throw new AssertionError(object + " (expected: the object of a CONTROL)", e);
        }
    }

    private static Frame plain(JsonObject json, int size) {
        String address = json.getString("address", "");
        String replyAddress = json.getString("replyAddress");
        return switch (Frame.Kind.valueOf(json.getString("kind"))) {
            case PING -> new Frame.Ping(json.getLong("echo", Frame.NO_ECHO));
            case PONG -> new Frame.Pong(json.getLong("echo", Frame.NO_ECHO));
            case REGISTER -> new Frame.Register(address, replyAddress);
            case UNREGISTER -> new Frame.Unregister(address, replyAddress);
            case PUBLISH ->
                new Frame.Publish(address, headers(json), body(json), json.getBoolean("localOnly", false), size);
            case SEND ->
                new Frame.Send(
                        address,
                        replyAddress,
                        headers(json),
                        body(json),
                        failure(json),
                        json.getLong("timeout", 0L),
                        json.getBoolean("localOnly", false),
                        size);
            case MESSAGE ->
                new Frame.Message(
                        address, replyAddress, headers(json), body(json), !json.getBoolean("published", false));
            case ERR ->
                new Frame.Err(
                        failCode(json.getString("code")),
                        json.getString("message"),
                        json.getString("address"),
                        json.getString("sourceAddress"),
                        failure(json));
            case ACK -> ack(json);
            default -> throw new AssertionError(json + " (expected: a frame that vectors have)");
        };
    }

    private static Ack ack(JsonObject json) {
        JsonObject window = json.getJsonObject("window");
        return new Ack(
                json.getLong("received"),
                window == null ? null : new Window(window.getInteger("messages"), window.getInteger("bytes")),
                json.getJsonArray("outcomes", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(o -> new Outcome(o.getLong("n"), failCode(o.getString("code")), o.getString("message")))
                        .toList());
    }

    static FailCode failCode(String word) {
        return Arrays.stream(FailCode.values())
                .filter(code -> code.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError(word + " (expected: the word of a fail code)"));
    }

    private static Headers headers(JsonObject json) {
        JsonArray pairs = json.getJsonArray("headers", new JsonArray());
        return Headers.of(pairs.stream()
                .flatMap(pair -> ((JsonArray) pair).stream())
                .map(String.class::cast)
                .toArray(String[]::new));
    }

    private static @Nullable Object body(JsonObject json) {
        JsonObject body = json.getJsonObject("body", new JsonObject());
        if (body.containsKey("bytes")) {
            String hex = body.getString("bytes");
            return Buffer.buffer(Vector.hex(hex.contains("*") ? hex : hex.replaceAll("..", "$0 ")));
        }
        return body.containsKey("string") ? body.getString("string") : body.getValue("json");
    }

    private static Frame.@Nullable Failure failure(JsonObject json) {
        JsonObject failure = json.getJsonObject("failure");
        return failure == null ? null : new Frame.Failure(failure.getInteger("code"), failure.getString("message"));
    }
}
