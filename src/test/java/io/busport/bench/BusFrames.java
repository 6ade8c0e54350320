package io.busport.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.busport.wire.Dialect;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.busport.wire.binary.BinaryEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What a client says besides requests, in the dialects that have words for it. */
final class BusFrames {
    private final Dialect dialect;

    BusFrames(Dialect dialect) {
        this.dialect = dialect;
    }

    /** What comes before the first frame. */
    Buffer preface() {
        return Buffer.buffer(Framing.of(dialect).preface());
    }

    /** One thing that is answered: a sign of life, or for text a message. */
    Buffer ping() {
        return dialect == Dialect.TEXT
                ? Buffer.buffer("hello\n")
                : encode(Frame.Ping.PING, new JsonObject().put("type", "ping"));
    }

    Buffer register(String address) {
        return encode(
                new Frame.Register(address, null),
                new JsonObject().put("type", "register").put("address", address));
    }

    Buffer publish(String address, byte[] body) {
        return encode(
                new Frame.Publish(address, Headers.NONE, Buffer.buffer(body), false, 0),
                new JsonObject()
                        .put("type", "publish")
                        .put("address", address)
                        .put("body", new String(body, US_ASCII)));
    }

    private Buffer encode(Frame frame, JsonObject json) {
        Buffer out = Buffer.buffer();
        switch (dialect) {
            case BRIDGE -> {
                Buffer bytes = json.toBuffer();
                return out.appendInt(bytes.length()).appendBuffer(bytes);
            }
            case JSON_LINES -> {
                return out.appendBuffer(json.toBuffer()).appendByte((byte) '\n');
            }
            case BINARY -> {
                try {
                    new BinaryEncoder().encode(frame, out);
                } catch (WireException e) {
                    throw new AssertionError(e);
                }
                return out;
            }
            default -> throw new IllegalArgumentException(dialect + " (expected: a dialect with frames)");
        }
    }
}
