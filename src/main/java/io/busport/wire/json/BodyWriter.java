package io.busport.wire.json;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message as JSON, byte for byte as Vert.x writes it when only the core of Jackson is there.
 *
 * <pre>
 *   JsonObject, Map                 object         Instant          "2024-02-29T12:00:00Z"
 *   JsonArray, List                 array          a constant       its name
 *   String, number, Boolean, null   themselves     NaN, Infinity    "NaN", "Infinity"
 *   Buffer, byte[]                  base64url without padding: "AAEC_w"
 * </pre>
 */
final class BodyWriter {
    /** Levels in one frame, its own included; those who read it have the same limit. */
    private static final int MAX_LEVELS = 1000;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Object body;
    private final JsonBytes out;

    private BodyWriter(Object body, JsonBytes out) {
        this.body = body;
        this.out = out;
    }

    /** @throws WireException not fatal, when it is or holds something that has no JSON; what was written until then stays */
    static void write(Object body, JsonBytes out) throws WireException {
        if (body instanceof String s) {
            out.text(s);
        } else {
            new BodyWriter(body, out).value(body, 1);
        }
    }

    /** The bytes of a long body, when they can be told without writing it; otherwise 0. */
    static int sizeOf(@Nullable Object body, int isLong) {
        if (body instanceof Buffer b) {
            return 2 + Math.toIntExact((b.length() * 8L + 5) / 6);
        }
        return body instanceof String s && s.length() > isLong ? JsonBytes.lengthOf(s) : 0;
    }

    private void value(@Nullable Object value, int level) throws WireException {
        if (value == null) {
            out.nothing();
        } else if (value instanceof String s) {
            out.text(s);
        } else if (value instanceof Number n) {
            number(n);
        } else if (value instanceof Boolean b) {
            out.truth(b);
        } else if (value instanceof JsonObject o) {
            object(o.getMap(), level + 1);
        } else if (value instanceof JsonArray a) {
            array(a.getList(), level + 1);
        } else if (value instanceof Map<?, ?> map) {
            object(map, level + 1);
        } else if (value instanceof List<?> list) {
            array(list, level + 1);
        } else {
            inText(value);
        }
    }

    private void object(Map<?, ?> map, int level) throws WireException {
        requireLevel(level);
        out.raw('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw notWritable(" with a key that is no text");
            }
            if (!first) {
                out.raw(',');
            }
            first = false;
            out.text(name);
            out.raw(':');
            value(entry.getValue(), level);
        }
        out.raw('}');
    }

    private void array(List<?> list, int level) throws WireException {
        requireLevel(level);
        out.raw('[');
        boolean first = true;
        for (Object item : list) {
            if (!first) {
                out.raw(',');
            }
            first = false;
            value(item, level);
        }
        out.raw(']');
    }

    private void number(Number value) {
        if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            out.raw(value.toString());
        } else if (value instanceof Float f) {
            fraction(value.toString(), Float.isFinite(f));
        } else {
            double d = value.doubleValue();
            fraction(Double.toString(d), Double.isFinite(d));
        }
    }

    private void fraction(String text, boolean finite) {
        if (finite) {
            out.raw(text);
        } else {
            out.text(text);
        }
    }

    /** What is no JSON and has a text that stands for it. */
    private void inText(Object value) throws WireException {
        if (value instanceof Buffer b) {
            base64(b.getBytes());
        } else if (value instanceof byte[] b) {
            base64(b);
        } else if (value instanceof Instant i) {
            out.text(DateTimeFormatter.ISO_INSTANT.format(i));
        } else if (value instanceof Enum<?> e) {
            out.text(e.name());
        } else {
            throw notWritable(value == body ? "" : " with " + value.getClass().getName() + " in it");
        }
    }

    private void base64(byte[] data) {
        out.raw('"');
        out.raw(BASE64.encode(data));
        out.raw('"');
    }

    private void requireLevel(int level) throws WireException {
        if (level > MAX_LEVELS) {
            throw notWritable(" of more than " + MAX_LEVELS + " levels");
        }
    }

    private WireException notWritable(String what) {
        return WireException.ofMessage(Frame.Err.of(
                FailCode.NOT_WRITABLE,
                "a body of " + body.getClass().getName() + what
                        + " cannot be written as JSON (expected: JSON, map, list, text, number, bytes or time)"));
    }
}
