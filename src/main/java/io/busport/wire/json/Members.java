package io.busport.wire.json;

import io.busport.wire.WireException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, each asked for by its name, type and range. One whose value is null is not there; those that nobody
 * asks for are no matter.
 */
final class Members {
    private static final int HEX_32_BYTES = 64;

    private final Map<?, ?> map;
    /** What the object is called in a sentence, with a dot behind; empty for the frame itself. */
    private final String path;

    private Members(Map<?, ?> map, String path) {
        this.map = map;
        this.path = path;
    }

    static Members of(JsonObject frame) {
        return new Members(frame.getMap(), "");
    }

    /** @throws WireException not fatal, when the value is no object */
    static Members of(String name, @Nullable Object value) throws WireException {
        if (value instanceof JsonObject object) {
            return new Members(object.getMap(), name + ".");
        }
        if (value instanceof Map<?, ?> map) {
            return new Members(map, name + ".");
        }
        throw wrong(name, value, "an object");
    }

    /** @throws WireException not fatal, when the value is no whole number from {@code min} to {@code max} */
    static long whole(String name, @Nullable Object value, long min, long max) throws WireException {
        if (value instanceof Long || value instanceof Integer) {
            long number = ((Number) value).longValue();
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw wrong(name, value, "a whole number from " + min + " to " + max);
    }

    /** @throws WireException not fatal, when the value is neither true nor false */
    static boolean truth(String name, @Nullable Object value, boolean absent) throws WireException {
        if (value == null) {
            return absent;
        }
        if (value instanceof Boolean b) {
            return b;
        }
        throw wrong(name, value, "true or false");
    }

    /** @throws WireException not fatal, when the value is no list */
    static List<?> list(String name, @Nullable Object value) throws WireException {
        if (value == null) {
            return List.of();
        }
        if (value instanceof JsonArray array) {
            return array.getList();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(name, value, "an array");
    }

    static WireException wrong(String name, @Nullable Object value, String expected) {
        return WireException.ofMessage(name + " is " + Plain.shown(value) + " (expected: " + expected + ")");
    }

    long whole(String name, long min, long max) throws WireException {
        return whole(path + name, map.get(name), min, max);
    }

    /** Not there: {@code absent}. */
    long whole(String name, long min, long max, long absent) throws WireException {
        return map.get(name) == null ? absent : whole(name, min, max);
    }

    /** From 0 on. */
    int count(String name) throws WireException {
        return (int) whole(name, 0, Integer.MAX_VALUE);
    }

    boolean truth(String name) throws WireException {
        return truth(path + name, map.get(name), false);
    }

    String text(String name) throws WireException {
        return text(path + name, map.get(name));
    }

    @Nullable
    String optionalText(String name) throws WireException {
        return map.get(name) == null ? null : text(name);
    }

    /** 32 bytes. The sentence does not show them: they may be a secret. */
    String hex(String name) throws WireException {
        String text = map.get(name) instanceof String s ? s : "";
        if (text.length() != HEX_32_BYTES
                || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw WireException.ofMessage(path + name + " of " + text.length()
                    + " characters (expected: a text of 64 hexadecimal digits in lower case)");
        }
        return text;
    }

    /** A text that no sentence shows. */
    String secret(String name) throws WireException {
        if (map.get(name) instanceof String s) {
            return s;
        }
        throw WireException.ofMessage(path + name + " is no text (expected: a text)");
    }

    @Nullable
    String optionalHex(String name) throws WireException {
        return map.get(name) == null ? null : hex(name);
    }

    Members object(String name) throws WireException {
        return of(path + name, map.get(name));
    }

    @Nullable
    Members optionalObject(String name) throws WireException {
        return map.get(name) == null ? null : object(name);
    }

    List<String> texts(String name) throws WireException {
        List<?> list = list(path + name, map.get(name));
        for (Object item : list) {
            var unused = text("an item of " + path + name, item);
        }
        return list.stream().map(String.class::cast).toList();
    }

    @Nullable
    Object value(String name) {
        return map.get(name);
    }

    private static String text(String name, @Nullable Object value) throws WireException {
        if (value instanceof String s) {
            return s;
        }
        throw wrong(name, value, "a text");
    }
}
