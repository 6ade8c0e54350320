package io.busport.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import org.jspecify.annotations.Nullable;

/** Bodies as they are typed and printed: texts as they are, or JSON. One line each, unless a text has more. */
final class BodyText {
    private BodyText() {}

    /** @throws IllegalArgumentException when it should be JSON and is not */
    static @Nullable Object parse(String text, boolean json) {
        if (!json) {
            return text;
        }
        try {
            return Json.decodeValue(text);
        } catch (DecodeException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException("'" + text + "' (expected with --json: JSON): " + first);
        }
    }

    static String print(@Nullable Object body, boolean json) {
        return !json && body instanceof String text ? text : Json.encode(body);
    }
}
