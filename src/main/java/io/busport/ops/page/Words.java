package io.busport.ops.page;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as a person reads them. */
final class Words {
    static final String NOTHING = "–";
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Words() {}

    /** A length of time in its two largest units: {@code 3 h 12 min}. */
    static String time(long millis) {
        if (millis < SECOND) {
            return Math.max(0, millis) + " ms";
        }
        if (millis < MINUTE) {
            return millis / SECOND + " s";
        }
        if (millis < HOUR) {
            return both(millis, MINUTE, "min", SECOND, "s");
        }
        return millis < DAY ? both(millis, HOUR, "h", MINUTE, "min") : both(millis, DAY, "d", HOUR, "h");
    }

    static String time(Duration duration) {
        return time(duration.toMillis());
    }

    private static String both(long millis, long large, String largeName, long small, String smallName) {
        long rest = millis % large / small;
        return millis / large + " " + largeName + (rest == 0 ? "" : " " + rest + " " + smallName);
    }

    /** A time for which there has been silence: the parts of a second are of no interest. */
    static String idle(long millis) {
        return millis < SECOND ? "0 s" : time(millis);
    }

    static String roundTrip(@Nullable Double millis) {
        return millis == null ? NOTHING : String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    static String bytes(long n) {
        if (n < 1 << 10) {
            return n + " B";
        }
        if (n < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", n / 1024.0);
        }
        return n < 1 << 30
                ? String.format(Locale.ROOT, "%.1f MiB", n / 1048576.0)
                : String.format(Locale.ROOT, "%.1f GiB", n / 1073741824.0);
    }

    /** {@code 1 session}, {@code 2 sessions}. */
    static String count(long n, String one, String many) {
        return String.format(Locale.ROOT, "%,d", n).replace(',', ' ') + " " + (n == 1 ? one : many);
    }

    static String count(long n, String one) {
        return count(n, one, one + "s");
    }
}
