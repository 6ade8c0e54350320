package io.busport.wire.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one body, made before a byte of its frame is written: it may turn out that there are none. One for each event loop.
 *
 * <pre>
 *   null                                            0 nothing
 *   String                                          1 string
 *   JsonObject, JsonArray, Map, List                2 JSON
 *   number, Boolean, Instant, enum constant         2 JSON, as Vert.x writes them inside of an object
 *   Buffer, byte[]                                  3 bytes
 * </pre>
 */
final class BodyBytes {
    private static final byte[] NONE = {};

    private int type;
    /** Exactly one of the two has them. */
    private byte[] array = NONE;

    private @Nullable Buffer buffer;

    /** @throws WireException not fatal, when there is no type for it or no JSON of it; then this body is of type 0 */
    void set(@Nullable Object body) throws WireException {
        clear();
        if (body == null) {
            return;
        }
        if (body instanceof String s) {
            array = s.getBytes(UTF_8);
            type = Layout.STRING;
        } else if (body instanceof Buffer b) {
            buffer = b;
            type = Layout.BYTES;
        } else if (body instanceof byte[] b) {
            array = b;
            type = Layout.BYTES;
        } else if (isJson(body)) {
            buffer = json(body);
            type = Layout.JSON;
        } else {
            throw notWritable("a body of " + body.getClass().getName()
                    + " cannot be written (expected: text, number, boolean, JSON or bytes)");
        }
    }

    void clear() {
        type = Layout.NOTHING;
        array = NONE;
        buffer = null;
    }

    int type() {
        return type;
    }

    int length() {
        return buffer == null ? array.length : buffer.length();
    }

    void appendTo(Head head) {
        if (buffer == null) {
            head.octets(array);
        } else {
            head.octets(buffer);
        }
    }

    void appendTo(Buffer out) {
        Buffer unused = buffer == null ? out.appendBytes(array) : out.appendBuffer(buffer);
    }

    private static boolean isJson(Object body) {
        return body instanceof JsonObject
                || body instanceof JsonArray
                || body instanceof Number
                || body instanceof Boolean
                || body instanceof Instant
                || body instanceof Enum<?>
                || body instanceof Map<?, ?>
                || body instanceof List<?>;
    }

    /** A JSON object may hold anything until it is written, itself included. */
    private static Buffer json(Object body) throws WireException {
        try {
            return Json.encodeToBuffer(body);
        } catch (RuntimeException | StackOverflowError e) {
            throw notWritable("the body cannot be written as JSON: " + (e.getMessage() == null ? e : e.getMessage()));
        }
    }

    private static WireException notWritable(String message) {
        return WireException.ofMessage(Frame.Err.of(FailCode.NOT_WRITABLE, message));
    }
}
