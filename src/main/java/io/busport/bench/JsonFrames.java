package io.busport.bench;

import io.busport.bench.Framing.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** The JSON of the dialects that carry it. */
final class JsonFrames {
    private JsonFrames() {}

    static byte[] request(String address, byte[] id, byte[] body) {
        return new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", new String(id, StandardCharsets.US_ASCII))
                .put("body", new String(body, StandardCharsets.US_ASCII))
                .toBuffer()
                .getBytes();
    }

    static byte[] login(String token) {
        return new JsonObject()
                .put("type", "auth")
                .put("token", token)
                .toBuffer()
                .getBytes();
    }

    static void readLogin(byte[] data, int from, int to) {
        JsonObject frame = object(data, from, to);
        if (!"authenticated".equals(frame.getValue("type"))) {
            throw new IllegalArgumentException(frame.getString("detail", frame.encode()));
        }
    }

    private static JsonObject object(byte[] data, int from, int to) {
        try {
            return new JsonObject(Buffer.buffer(to - from).appendBytes(data, from, to - from));
        } catch (DecodeException e) {
            throw new IllegalArgumentException("no JSON object: " + e.getMessage(), e);
        }
    }

    static Answer read(byte[] data, int from, int to) {
        JsonObject frame = object(data, from, to);
        String id = frame.getValue("address") instanceof String s ? s : null;
        if ("message".equals(frame.getValue("type")) && frame.getValue("body") instanceof String body) {
            return Answer.of(id, body);
        }
        if ("err".equals(frame.getValue("type"))) {
            return Answer.failed(id, String.valueOf(frame.getValue("message")));
        }
        throw new IllegalArgumentException("a frame of type " + frame.getValue("type") + " (expected: message or err)");
    }
}
