package io.busport.wire.text;

import io.busport.wire.Encoder;
import io.busport.wire.Frame;
import io.busport.wire.Utf8;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Frames to lines. One frame is one line, always: a line break inside a body becomes the two characters {@code \n}, so that a client
 * may count lines.
 *
 * <pre>
 *   Message "hello"                   hello⏎
 *   Err     "no handlers for x"       ! no handlers for x⏎
 * </pre>
 */
public final class TextEncoder implements Encoder {
    private static final byte LINE_END = '\n';
    private static final int LONG = 4096;
    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Integer.class,
            Long.class,
            Short.class,
            Byte.class,
            Double.class,
            Float.class,
            Boolean.class,
            Character.class);

    @Override
    public void encode(Frame frame, Buffer out) {
        if (frame instanceof Frame.Message message) {
            encodeBody(message.body(), out);
        } else if (frame instanceof Frame.Err err) {
            encodeFailure(err.message(), out);
        } else {
            throw new IllegalArgumentException(frame + " (expected: a frame from gateway to client)");
        }
    }

    @Override
    public int sizeOf(Frame frame) {
        if (!(frame instanceof Frame.Message message)) {
            return 0;
        }
        if (message.body() instanceof Buffer b) {
            return b.length() + 1;
        }
        return message.body() instanceof String s && s.length() > LONG ? Utf8.length(s) + 1 : 0;
    }

    private static void encodeBody(@Nullable Object body, Buffer out) {
        if (body == null) {
            appendLine("", out);
        } else if (body instanceof Buffer b) {
            appendLine(b.toString(StandardCharsets.UTF_8), out);
        } else if (body instanceof byte[] b) {
            appendLine(new String(b, StandardCharsets.UTF_8), out);
        } else if (body instanceof JsonObject || body instanceof JsonArray) {
            encodeJson(body, out);
        } else if (PLAIN.contains(body.getClass()) || body instanceof CharSequence || body instanceof Enum<?>) {
            appendLine(body.toString(), out);
        } else {
            encodeFailure(
                    "a body of " + body.getClass().getName()
                            + " cannot be written as text (expected: text, number, JSON or bytes)",
                    out);
        }
    }

    /** A JSON object may hold anything until it is written. */
    private static void encodeJson(Object body, Buffer out) {
        String json;
        try {
            json = Json.encode(body);
        } catch (EncodeException e) {
            encodeFailure("the answer cannot be written as JSON: " + e.getMessage(), out);
            return;
        }
        appendLine(json, out);
    }

    private static void encodeFailure(String message, Buffer out) {
        out.appendString("! ");
        appendLine(message, out);
    }

    private static void appendLine(String text, Buffer out) {
        boolean oneLine = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
        out.appendString(oneLine ? text : text.replace("\r", "\\r").replace("\n", "\\n"));
        out.appendByte(LINE_END);
    }
}
