package io.busport.security;

import io.busport.config.ConfigProblem;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A line of the file of tokens.
 *
 * <pre>
 *   {"principal":"river","sha256":"9f86d0…","authorities":["clerk"],"expires":"2027-01-01T00:00:00Z"}
 * </pre>
 *
 * @param sha256 as {@link TokenHash} makes it
 * @param expires null: never
 */
public record TokenEntry(
        String principal,
        String sha256,
        Set<String> authorities,
        @Nullable Instant expires) {
    private static final List<String> KEYS = List.of("principal", "sha256", "authorities", "expires");
    private static final String EXAMPLE = "a JSON object, as busport token writes it";

    /**
     * Of a new token.
     *
     * @throws IllegalArgumentException when the principal is no name
     */
    public static TokenEntry of(String principal, String token, Set<String> authorities, @Nullable Instant expires) {
        if (!Identity.isName(principal)) {
            throw new IllegalArgumentException("the name of " + principal.length()
                    + " characters (expected: 1 to 256 characters, none of them a control character)");
        }
        return new TokenEntry(principal, TokenHash.of(token), authorities, expires);
    }

    /** The line, without its end. */
    public String toLine() {
        JsonObject line = new JsonObject().put("principal", principal).put("sha256", sha256);
        if (!authorities.isEmpty()) {
            line = line.put("authorities", new JsonArray(List.copyOf(new TreeSet<>(authorities))));
        }
        return (expires == null ? line : line.put("expires", expires.toString())).encode();
    }

    Identity identity() {
        return new Identity(
                principal, authorities, expires == null ? Identity.FOREVER : expires.toEpochMilli(), sha256);
    }

    /**
     * @param place file and line, for problems
     * @return null when it has problems, which are noted
     */
    static @Nullable TokenEntry parse(String line, String place, List<ConfigProblem> problems) {
        int before = problems.size();
        try {
            JsonObject json = new JsonObject(line);
            TokenEntry entry = new TokenEntry(
                    principal(json, place, problems),
                    sha256(json, place, problems),
                    authorities(json, place, problems),
                    expires(json, place, problems));
            json.fieldNames().stream()
                    .filter(key -> !KEYS.contains(key))
                    .forEach(key -> problems.add(
                            new ConfigProblem(place + " " + key, "unknown key", "one of " + String.join(", ", KEYS))));
            return problems.size() == before ? entry : null;
        } catch (DecodeException e) {
            problems.add(new ConfigProblem(place, "no JSON", EXAMPLE)); // what it is instead may be a token
            return null;
        }
    }

    private static String principal(JsonObject json, String place, List<ConfigProblem> problems) {
        if (json.getValue("principal") instanceof String s && Identity.isName(s)) {
            return s;
        }
        problems.add(new ConfigProblem(
                place + " principal", String.valueOf(json.getValue("principal")), "a name of at most 256 characters"));
        return "";
    }

    private static String sha256(JsonObject json, String place, List<ConfigProblem> problems) {
        if (json.getValue("sha256") instanceof String s && s.matches("[0-9a-f]{64}")) {
            return s;
        }
        problems.add(new ConfigProblem(place + " sha256", "no hash", "64 hexadecimal digits in lower case"));
        return "";
    }

    private static Set<String> authorities(JsonObject json, String place, List<ConfigProblem> problems) {
        Object value = json.getValue("authorities");
        if (value == null) {
            return Set.of();
        }
        if (value instanceof JsonArray list && list.stream().allMatch(String.class::isInstance)) {
            return new TreeSet<>(list.stream().map(String.class::cast).toList());
        }
        problems.add(new ConfigProblem(place + " authorities", String.valueOf(value), "a list of texts"));
        return Set.of();
    }

    private static @Nullable Instant expires(JsonObject json, String place, List<ConfigProblem> problems) {
        Object value = json.getValue("expires");
        try {
            return value == null ? null : Instant.parse(String.valueOf(value));
        } catch (DateTimeException e) {
            problems.add(new ConfigProblem(
                    place + " expires", String.valueOf(value), "a time such as 2027-01-01T00:00:00Z"));
            return null;
        }
    }
}
