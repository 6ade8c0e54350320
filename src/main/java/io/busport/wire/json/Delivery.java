package io.busport.wire.json;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.Utf8;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code headers}, taken apart: three names are options of the delivery, the others travel with the body, as texts.
 *
 * <pre>
 *   "headers": {"timeout": 5000, "localOnly": true, "codecName": null, "trace": 17}
 *               └─ 1 ms to 24 h ┘└─ true or false ┘ └─ null only ───┘  └─ travels as trace=17
 * </pre>
 */
record Delivery(Headers headers, long timeoutMillis, boolean localOnly) {
    private static final Delivery PLAIN = new Delivery(Headers.NONE, 0, false);
    static final long LONGEST_TIMEOUT = 24 * 60 * 60 * 1000;

    /** @throws WireException not fatal */
    static Delivery of(@Nullable Object field, WireLimits limits) throws WireException {
        Map<?, ?> map = requireObject(field);
        if (map.isEmpty()) {
            return PLAIN;
        }
        Texts texts = new Texts(map.size(), limits);
        long timeoutMillis = 0;
        boolean localOnly = false;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Object value = entry.getValue();
            switch (name) {
                case "timeout" -> timeoutMillis = timeout(value);
                case "localOnly" -> localOnly = truth(value);
                case "codecName" -> requireNone(value);
                default -> texts.add(name, value);
            }
        }
        return new Delivery(texts.headers(), timeoutMillis, localOnly);
    }

    /**
     * The field as a gateway writes it: all of it travelled.
     *
     * @throws WireException not fatal
     */
    static Headers arrived(@Nullable Object field, WireLimits limits) throws WireException {
        Map<?, ?> map = requireObject(field);
        if (map.isEmpty()) {
            return Headers.NONE;
        }
        Texts texts = new Texts(map.size(), limits);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            texts.add(String.valueOf(entry.getKey()), entry.getValue());
        }
        return texts.headers();
    }

    /** Whether a header of this name does not travel. */
    static boolean isOption(String name) {
        return switch (name) {
            case "timeout", "localOnly", "codecName" -> true;
            default -> false;
        };
    }

    /** Headers that travel, counted while they are collected. */
    private static final class Texts {
        private final WireLimits limits;
        private final List<String> texts;
        private long bytes;

        Texts(int most, WireLimits limits) {
            this.limits = limits;
            this.texts = new ArrayList<>(2 * Math.min(most, limits.maxHeaders()));
        }

        void add(String name, @Nullable Object value) throws WireException {
            if (value == null) {
                throw WireException.ofMessage("header " + Plain.shown(name) + " is null (expected: a value)");
            }
            String text = Plain.of(value);
            texts.add(name);
            texts.add(text);
            bytes += Utf8.length(name) + Utf8.length(text);
            requireRoom(texts.size() / 2, limits.maxHeaders(), "headers", "limits.maxHeaders");
            requireRoom(bytes, limits.maxHeaderBytes(), "bytes of headers", "limits.maxHeaderBytes");
        }

        Headers headers() {
            return Headers.of(texts.toArray(String[]::new));
        }
    }

    /** @throws WireException not fatal */
    static Map<?, ?> requireObject(@Nullable Object field) throws WireException {
        if (field == null) {
            return Map.of();
        }
        if (field instanceof Map<?, ?> map) {
            return map;
        }
        throw WireException.ofMessage("headers are " + Plain.shown(field) + " (expected: an object)");
    }

    private static long timeout(@Nullable Object value) throws WireException {
        if (value instanceof Number n) {
            // A whole number in any notation: Python's 5 * 1000.0 is one. What is beyond a long is far beyond the
            // limit.
            double millis = n.doubleValue();
            if (millis >= 1 && millis <= LONGEST_TIMEOUT && millis == Math.rint(millis)) {
                return (long) millis;
            }
        }
        throw WireException.ofMessage("header timeout is " + Plain.shown(value)
                + " (expected: milliseconds, a whole number from 1 to " + LONGEST_TIMEOUT + ")");
    }

    private static boolean truth(@Nullable Object value) throws WireException {
        if (value instanceof Boolean b) {
            return b;
        }
        throw WireException.ofMessage("header localOnly is " + Plain.shown(value) + " (expected: true or false)");
    }

    /** No codec of the event bus is a client's to choose: those that exist carry Java objects. */
    private static void requireNone(@Nullable Object value) throws WireException {
        if (value != null) {
            throw WireException.ofMessage(
                    "header codecName is " + Plain.shown(value) + " (expected: none; bodies are JSON)");
        }
    }

    private static void requireRoom(long there, int limit, String what, String key) throws WireException {
        if (there > limit) {
            throw WireException.ofMessage(Frame.Err.of(
                    FailCode.TOO_LARGE, "more than " + limit + " " + what + " (expected: at most that, " + key + ")"));
        }
    }
}
