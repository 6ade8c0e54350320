package io.busport.client;

import io.busport.wire.FailCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Bodies that are taken from the program: as they are now, whatever it does with them later. */
final class Bodies {
    private Bodies() {}

    /**
     * A body of our own.
     *
     * @throws BusportException when no dialect can write it
     */
    static @Nullable Object own(@Nullable Object body) {
        if (body == null || body instanceof String || body instanceof Boolean || isFinite(body)) {
            return body;
        }
        try {
            if (body instanceof Buffer b) {
                return b.copy();
            }
            if (body instanceof JsonObject o) {
                return o.copy();
            }
            if (body instanceof JsonArray a) {
                return a.copy();
            }
        } catch (IllegalStateException notJson) {
            throw new BusportException(FailCode.NOT_WRITABLE, "a body with " + notJson.getMessage());
        }
        throw new BusportException(
                FailCode.NOT_WRITABLE,
                "a body of " + body.getClass().getName()
                        + " (expected: null, String, Boolean, a finite number, JsonObject, JsonArray or Buffer)");
    }

    private static boolean isFinite(Object body) {
        return body instanceof Number n && Double.isFinite(n.doubleValue());
    }
}
