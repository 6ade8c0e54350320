package io.busport.prove;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One message of a proof.
 *
 * <pre>
 *   {"publisher":1,"number":17,"sent":1234567890123,"padding":"xxxx"}
 * </pre>
 *
 * @param publisher from 1 on
 * @param number from 1 on, without a gap, for each publisher
 * @param sent nanoTime of this process
 */
record Numbered(int publisher, int number, long sent) {

    JsonObject toJson(int size) {
        JsonObject json = new JsonObject()
                .put("publisher", publisher)
                .put("number", number)
                .put("sent", sent);
        int missing = size - json.encode().length() - ",\"padding\":\"\"".length();
        return missing > 0 ? json.put("padding", "x".repeat(missing)) : json;
    }

    /** @return null when it is something else */
    static @Nullable Numbered parse(@Nullable Object body) {
        return body instanceof JsonObject json
                        && json.getValue("publisher") instanceof Number publisher
                        && json.getValue("number") instanceof Number number
                        && json.getValue("sent") instanceof Number sent
                ? new Numbered(publisher.intValue(), number.intValue(), sent.longValue())
                : null;
    }
}
