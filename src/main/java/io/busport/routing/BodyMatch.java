package io.busport.routing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code match} of a permission rule means: every entry of it is in the body, objects inside it recursively, and the body may hold
 * more. An array has as many elements, and each fits. Numbers are equal by value, whatever they are kept in.
 */
final class BodyMatch {
    private BodyMatch() {}

    static boolean fits(JsonObject match, @Nullable Object body) {
        return body instanceof JsonObject object
                && match.fieldNames().stream()
                        .allMatch(
                                key -> object.containsKey(key) && fitsValue(match.getValue(key), object.getValue(key)));
    }

    private static boolean fitsValue(@Nullable Object wanted, @Nullable Object found) {
        if (wanted instanceof JsonObject object) {
            return fits(object, found);
        }
        if (wanted instanceof JsonArray array) {
            return fitsArray(array, found);
        }
        if (wanted instanceof Number a && found instanceof Number b) {
            return isEqual(a, b);
        }
        return Objects.equals(wanted, found);
    }

    private static boolean fitsArray(JsonArray wanted, @Nullable Object found) {
        if (!(found instanceof JsonArray array) || array.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!fitsValue(wanted.getValue(i), array.getValue(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEqual(Number a, Number b) {
        if (isWhole(a) && isWhole(b)) {
            return a.longValue() == b.longValue();
        }
        if (Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue())) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        return a.equals(b);
    }

    private static boolean isWhole(Number n) {
        return n instanceof Integer || n instanceof Long;
    }
}
