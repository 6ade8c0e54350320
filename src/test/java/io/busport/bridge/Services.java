package io.busport.bridge;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What answers on the bus behind either bridge.
 *
 * <pre>
 *   svc.echo             replies the body
 *   svc.describe         replies what it received: the body with its Java type, and the headers
 *   svc.fail             fails with the code and the text of the body
 *   svc.silent           never answers
 *   svc.slow             replies the body after 30 ms
 *   svc.throws           throws
 *   svc.headers          replies with headers, one of them with two values
 *   svc.dialog           replies "and you?", wants an answer to that, and replies "you said" and the answer
 *   svc.value            replies with the value that the body names
 *   svc.unwritable       replies with a value that has no form in JSON
 * </pre>
 */
final class Services {
    /** Bodies of every type that the bus carries without a codec of its user's own. */
    static final Map<String, Object> VALUES = values();

    private Services() {}

    private static Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("JsonObject", new JsonObject().put("a", 1).put("b", new JsonArray().add(2)));
        values.put("JsonArray", new JsonArray().add(1).addNull().add("three"));
        values.put("String", "안녕 \"quoted\" \\ \u0001 \u2028 </script> \ud83d\ude00");
        values.put("Boolean", true);
        values.put("Byte", (byte) -7);
        values.put("Short", (short) 300);
        values.put("Integer", Integer.MIN_VALUE);
        values.put("Long", Long.MAX_VALUE);
        values.put("BigInteger", new BigInteger("123456789012345678901234567890"));
        values.put("BigDecimal", new BigDecimal("1.10"));
        values.put("Float", 1.5f);
        values.put("Double", 0.1);
        values.put("a round Double", 100.0);
        values.put("a small Double", 1e-7);
        values.put("NaN", Double.NaN);
        values.put("Infinity", Double.POSITIVE_INFINITY);
        values.put("a Float that is no number", Float.NaN);
        values.put("Buffer", Buffer.buffer(new byte[] {0, 1, 2, -1}));
        values.put("an empty Buffer", Buffer.buffer());
        values.put("bytes", new byte[] {-1, -2, -3, -4, -5});
        values.put("Instant", Instant.ofEpochSecond(1_700_000_000, 120_000_000));
        values.put("enum", DayOfWeek.MONDAY);
        values.put("Map", new LinkedHashMap<>(Map.of("key", 1)));
        values.put("List", new ArrayList<>(List.of(1, "two")));
        values.put("types inside an object", nested());
        return values;
    }

    private static JsonObject nested() {
        return new JsonObject()
                .put("bytes", new byte[] {0, 1, 2, -1})
                .put("buffer", Buffer.buffer("text"))
                .put("instant", Instant.ofEpochSecond(1_700_000_000))
                .put("enum", DayOfWeek.SUNDAY)
                .put("map", new LinkedHashMap<>(Map.of("in", new JsonObject().put("deep", 1.10))))
                .put("list", new JsonArray().add(List.of(1, 2)))
                .put("nan", Double.NaN)
                .put("none", null);
    }

    /** Bodies that have no form in JSON. */
    static Object unwritable(String name) {
        return switch (name) {
            case "char" -> 'c';
            case "UUID" -> new UUID(1, 2);
            default -> throw new IllegalArgumentException(name + " (expected: char or UUID)");
        };
    }

    static void install(EventBus bus) {
        bus.consumer("svc.echo", m -> m.reply(m.body()));
        bus.consumer("svc.describe", m -> m.reply(Talk.describe(m)));
        bus.<JsonObject>consumer(
                "svc.fail", m -> m.fail(m.body().getInteger("code"), m.body().getString("text")));
        bus.consumer("svc.silent", m -> {});
        bus.consumer("svc.slow", m -> Vertx.currentContext().owner().setTimer(30, timer -> m.reply(m.body())));
        bus.consumer("svc.throws", m -> {
            throw new Deliberate();
        });
        bus.consumer("svc.headers", m -> m.reply("see the headers", manyHeaders()));
        bus.consumer("svc.dialog", Services::dialog);
        bus.<String>consumer("svc.value", m -> m.reply(VALUES.get(m.body())));
        bus.<String>consumer("svc.unwritable", m -> m.reply(unwritable(m.body())));
    }

    static DeliveryOptions manyHeaders() {
        return new DeliveryOptions()
                .addHeader("one", "1")
                .addHeader("Two", "first")
                .addHeader("Two", "second")
                .addHeader("empty", "")
                .addHeader("한글", "값");
    }

    private static void dialog(Message<Object> first) {
        var unused = first.replyAndRequest("and you?").onComplete((second, failure) -> {
            if (failure == null) {
                second.reply("you said " + Talk.describe(second));
            }
        });
    }

    /** Only the fact of it matters, so it has no stack trace to fill the log. */
    private static final class Deliberate extends RuntimeException {
        private Deliberate() {
            super("deliberate", null, false, false);
        }
    }
}
