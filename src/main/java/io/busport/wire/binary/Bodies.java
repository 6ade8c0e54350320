package io.busport.wire.binary;

import io.busport.wire.WireException;
import io.vertx.core.json.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rest of a frame as what its body type says.
 *
 * <pre>
 *   0 nothing   no byte        null
 *   1 string    UTF-8          String
 *   2 JSON      UTF-8          JsonObject, JsonArray, number, Boolean; also null and String, though those have types of their own
 *   3 bytes     as they are    Buffer
 * </pre>
 */
final class Bodies {
    /** How the JSON parser points into a source that it does not show. */
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;\\]]*; ");

    private Bodies() {}

    static @Nullable Object read(Cursor in, int type) throws WireException {
        switch (type) {
            case Layout.NOTHING -> {
                in.requireEnd();
                return null;
            }
            case Layout.STRING -> {
                return in.text(in.left(), "body");
            }
            case Layout.JSON -> {
                return json(in.text(in.left(), "body"));
            }
            case Layout.BYTES -> {
                return in.bytes(in.left());
            }
            default ->
                throw WireException.ofMessage(
                        "body type " + type + " (expected: 0 nothing, 1 string, 2 JSON or 3 bytes)");
        }
    }

    /** From a text and not from its bytes: bytes that look like UTF-16 would be taken for it. */
    private static @Nullable Object json(String text) throws WireException {
        try {
            return Json.decodeValue(text);
        } catch (RuntimeException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw WireException.ofMessage(
                    "body not JSON: " + SOURCE.matcher(why).replaceAll("[").replaceFirst("^Failed to decode: ?", ""));
        }
    }
}
