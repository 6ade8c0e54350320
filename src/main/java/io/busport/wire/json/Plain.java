package io.busport.wire.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as plain text, as Java writes them: {@code {"a":[1,null]}} is {@code {a=[1, null]}}. That is what a header whose value is
 * an object has always been on the event bus.
 *
 * <p>Each character is written once. Java's own {@code toString()} copies it at every level, a thousand times where somebody wants that.
 */
final class Plain {
    private static final int SHOWN = 60;

    private Plain() {}

    static String of(Object value) {
        if (!(value instanceof Map || value instanceof List)) {
            return value.toString();
        }
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    /** For a sentence about the value. */
    static String shown(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String text = of(value);
        String head = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return value instanceof String ? '"' + head + '"' : head;
    }

    private static void append(@Nullable Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator).append(entry.getKey()).append('=');
                append(entry.getValue(), out);
                separator = ", ";
            }
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            String separator = "";
            for (Object item : list) {
                out.append(separator);
                append(item, out);
                separator = ", ";
            }
            out.append(']');
        } else {
            out.append(value);
        }
    }
}
