package io.busport.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which keys two configurations disagree on. The components of the records are named as the keys are; a test holds it. */
public final class ConfigDifference {
    private ConfigDifference() {}

    /** The keys, as in {@code conf/busport.yaml}; a list is one key. */
    public static List<String> keys(BusportConfig one, BusportConfig other) {
        List<String> keys = new ArrayList<>();
        compare("", one, other, keys);
        return keys;
    }

    private static void compare(String path, Record one, Record other, List<String> keys) {
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            Object a = valueOf(component, one);
            Object b = valueOf(component, other);
            if (a instanceof Record section && b instanceof Record same) {
                compare(path + component.getName() + ".", section, same, keys);
            } else if (!Objects.equals(a, b)) {
                keys.add(path + component.getName());
            }
        }
    }

    private static Object valueOf(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " (expected: a public record)", e);
        }
    }
}
