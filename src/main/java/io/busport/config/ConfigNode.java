package io.busport.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One section of the merged configuration while it is read into a record.
 *
 * <p>Every getter names its key, its default and what it accepts. A value that does not fit is noted as a {@link ConfigProblem} and the
 * default used instead, so that reading goes on and finds the rest. {@link #close()} reports the keys nobody asked for. Because the
 * getters are the only list of keys there is, {@link BusportConfig#keys()} learns it by reading an empty tree.
 */
final class ConfigNode implements AutoCloseable {
    /** Its milliseconds fit an int, as the kernel and Vert.x take them. */
    private static final Duration LONGEST = Duration.ofHours(500);

    private final String path;
    private final JsonObject json;
    private final List<ConfigProblem> problems;
    private final List<String> allKeys;
    private final Set<String> known = new TreeSet<>();

    ConfigNode(JsonObject json, List<ConfigProblem> problems, List<String> allKeys) {
        this("", json, problems, allKeys);
    }

    private ConfigNode(String path, JsonObject json, List<ConfigProblem> problems, List<String> allKeys) {
        this.path = path;
        this.json = json;
        this.problems = problems;
        this.allKeys = allKeys;
    }

    String string(String key, String orElse) {
        return read(
                key, orElse, "a text", v -> v instanceof JsonObject || v instanceof JsonArray ? null : v.toString());
    }

    /** A text that may be absent; an empty one is absent too. */
    @Nullable
    String optional(String key) {
        String text = string(key, "");
        return text.isEmpty() ? null : text;
    }

    boolean bool(String key, boolean orElse) {
        return read(key, orElse, "true or false", v -> switch (v.toString()) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    int integer(String key, int orElse, int min, int max) {
        return read(key, orElse, "a whole number from " + min + " to " + max, v -> {
            Long n = wholeNumber(v);
            return n == null || n < min || n > max ? null : n.intValue();
        });
    }

    int port(String key, int orElse) {
        return integer(key, orElse, 0, 65_535);
    }

    /** A duration of at least {@code min}; zero is accepted too when {@code zeroIsOff}. */
    Duration duration(String key, Duration orElse, Duration min, boolean zeroIsOff) {
        return duration(key, orElse, min, LONGEST, zeroIsOff);
    }

    Duration duration(String key, Duration orElse, Duration min, Duration max, boolean zeroIsOff) {
        String expected = "a duration from " + Units.say(min) + " to " + Units.say(max) + " such as 50ms, 5s or 2m"
                + (zeroIsOff && !min.isZero() ? ", or 0s for off" : "");
        return read(key, orElse, expected, v -> {
            Duration d = Units.parseDuration(v.toString());
            return d == null || d.compareTo(max) > 0 || (d.compareTo(min) < 0 && !(zeroIsOff && d.isZero())) ? null : d;
        });
    }

    int size(String key, int orElse, int min, int max) {
        String expected = "a size from " + Units.say(min) + " to " + Units.say(max) + " such as 512 or 64KiB";
        return read(key, orElse, expected, v -> {
            Long n = Units.parseSize(v.toString());
            return n == null || n < min || n > max ? null : n.intValue();
        });
    }

    String oneOf(String key, String orElse, List<String> values) {
        return read(key, orElse, "one of " + String.join(", ", values), v -> {
            // An off without quotes is a boolean to YAML.
            String text = Boolean.FALSE.equals(v) ? "off" : v.toString();
            return values.contains(text) ? text : null;
        });
    }

    /** A list of texts; from the environment, where there are no lists, one text with commas. */
    List<String> strings(String key, List<String> orElse) {
        return read(key, orElse, "a list of texts", v -> {
            if (v instanceof JsonArray a) {
                return a.stream().allMatch(e -> e instanceof CharSequence || e instanceof Number)
                        ? a.stream().map(Object::toString).toList()
                        : null;
            }
            return v instanceof String s ? splitAtCommas(s) : null;
        });
    }

    /** An object that is none of our business, passed on as it is. */
    JsonObject object(String key) {
        return read(key, new JsonObject(), "a map", v -> v instanceof JsonObject o ? o : null);
    }

    ConfigNode section(String key) {
        JsonObject inner = read(key, new JsonObject(), "a map", v -> v instanceof JsonObject o ? o : null);
        // A section is not a key of its own: what is inside it is.
        allKeys.remove(pathOf(key));
        return new ConfigNode(pathOf(key), inner, problems, allKeys);
    }

    /** The entries of a list of sections, or null when the list is absent. An entry that is only a text becomes {@code {textKey: text}}. */
    @Nullable
    List<ConfigNode> sections(String key, String textKey) {
        if (json.getValue(key) == null) {
            note(key); // a key all the same, though its own keys cannot be listed without an entry
            return null;
        }
        JsonArray entries = read(key, new JsonArray(), "a list", v -> {
            if (v instanceof String s) {
                return new JsonArray(new ArrayList<>(splitAtCommas(s)));
            }
            return v instanceof JsonArray a ? a : null;
        });
        List<ConfigNode> nodes = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Object entry = entries.getValue(i);
            JsonObject o = entry instanceof JsonObject j ? j : new JsonObject().put(textKey, entry);
            nodes.add(new ConfigNode(pathOf(key) + "[" + i + "]", o, problems, new ArrayList<>()));
        }
        return nodes;
    }

    /** Notes a problem that only several values together show. */
    void reject(String key, Object value, String expected) {
        problems.add(new ConfigProblem(pathOf(key), String.valueOf(value), expected));
    }

    /** Ends the reading of this section: what was not asked for is unknown. */
    @Override
    public void close() {
        for (String key : json.fieldNames()) {
            if (!known.contains(key)) {
                reject(key, "unknown key", "one of " + String.join(", ", known));
            }
        }
    }

    private <T> T read(String key, T orElse, String expected, Function<Object, @Nullable T> convert) {
        note(key);
        Object value = json.getValue(key);
        if (value == null) {
            return orElse;
        }
        T converted = convert.apply(value);
        if (converted == null) {
            reject(key, value, expected);
            return orElse;
        }
        return converted;
    }

    private void note(String key) {
        if (known.add(key)) {
            allKeys.add(pathOf(key));
        }
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static List<String> splitAtCommas(String s) {
        return s.isBlank() ? List.of() : List.of(s.strip().split("\\s*,\\s*"));
    }

    private static @Nullable Long wholeNumber(Object v) {
        if (v instanceof Integer || v instanceof Long) {
            return ((Number) v).longValue();
        }
        // From the environment everything is a text.
        return v instanceof String s && s.matches("-?\\d{1,18}") ? Long.valueOf(s) : null;
    }
}
