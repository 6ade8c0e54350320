package io.busport.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How durations and sizes are written in configuration and messages: {@code 50ms}, {@code 5 s}, {@code 64KiB}. */
public final class Units {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]*)");

    private Units() {}

    /** The duration that {@code text} writes, or null when it is not one: a whole number with ms, s, m or h. */
    public static @Nullable Duration parseDuration(String text) {
        Matcher m = QUANTITY.matcher(text.strip());
        if (!m.matches()) {
            return null;
        }
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            // Zero needs no unit; any other bare number does: 30 of what?
            default -> n == 0 && m.group(2).isEmpty() ? Duration.ZERO : null;
        };
    }

    /** The number of bytes that {@code text} writes, or null when it is not a size: a whole number with B, KiB, MiB, GiB or nothing. */
    static @Nullable Long parseSize(String text) {
        Matcher m = QUANTITY.matcher(text.strip());
        if (!m.matches()) {
            return null;
        }
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> n;
            case "kib", "k" -> shift(n, 10);
            case "mib", "m" -> shift(n, 20);
            case "gib", "g" -> shift(n, 30);
            default -> null;
        };
    }

    /** What does not fit a long is as large as a long can say: beyond any limit, and not a small number again. */
    private static long shift(long n, int bits) {
        return n > Long.MAX_VALUE >> bits ? Long.MAX_VALUE : n << bits;
    }

    /** A duration as a person says it: {@code 5 s}, {@code 250 ms}, {@code 9 h}. */
    public static String say(Duration d) {
        if (!d.isZero() && d.toMillis() % 3_600_000 == 0) {
            return d.toHours() + " h";
        }
        return d.toMillis() % 1000 == 0 ? d.toSeconds() + " s" : d.toMillis() + " ms";
    }

    /** A size as a person says it: {@code 64 KiB}, {@code 100 bytes}. */
    public static String say(long bytes) {
        if (bytes > 0 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + " MiB";
        }
        return bytes > 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }
}
