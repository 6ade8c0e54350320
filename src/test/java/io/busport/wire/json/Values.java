package io.busport.wire.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values with their classes, down to the last: {@code JsonObject.equals} takes 1 for 1.0. */
final class Values {
    private Values() {}

    static String described(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String name = value.getClass().getSimpleName();
        if (value instanceof JsonObject o) {
            return name + described(o.getMap());
        }
        if (value instanceof JsonArray a) {
            return name + described(a.getList());
        }
        if (value instanceof Map<?, ?> map) {
            StringBuilder out = new StringBuilder(name).append('{');
            map.forEach((key, v) ->
                    out.append(key).append(": ").append(described(v)).append(", "));
            return out.append('}').toString();
        }
        if (value instanceof List<?> list) {
            StringBuilder out = new StringBuilder(name).append('[');
            list.forEach(v -> out.append(described(v)).append(", "));
            return out.append(']').toString();
        }
        return name + ' ' + value;
    }
}
