package io.busport.wire;

import java.util.Arrays;
import java.util.function.BiConsumer;

/** Names and values that travel with a body, in their order. Immutable. */
public final class Headers {
    public static final Headers NONE = new Headers(new String[0]);

    private final String[] namesAndValues;

    private Headers(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** @param namesAndValues name, value, name, value… */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(namesAndValues.length + " texts (expected: pairs of name and value)");
        }
        return namesAndValues.length == 0 ? NONE : new Headers(namesAndValues.clone());
    }

    public boolean isEmpty() {
        return namesAndValues.length == 0;
    }

    /** The number of pairs. */
    public int size() {
        return namesAndValues.length / 2;
    }

    public String name(int i) {
        return namesAndValues[2 * i];
    }

    public String value(int i) {
        return namesAndValues[2 * i + 1];
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            action.accept(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Headers h && Arrays.equals(namesAndValues, h.namesAndValues);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(namesAndValues);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{");
        forEach((name, value) -> out.append(out.length() > 1 ? ", " : "")
                .append(name)
                .append('=')
                .append(value));
        return out.append('}').toString();
    }
}
