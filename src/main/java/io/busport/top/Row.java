package io.busport.top;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two looks.
 *
 * @param session its name, or its id when it has none; empty without a session
 * @param inRate messages per second from the client
 * @param byteRate bytes per second both ways
 * @param queued bytes that wait to leave
 * @param rttMillis the kernel's round-trip time; negative where it is not told
 */
record Row(
        String id,
        String dialect,
        String observed,
        String session,
        long ageMillis,
        long idleMillis,
        double rttMillis,
        double inRate,
        double outRate,
        double byteRate,
        long queued) {

    /**
     * @param before the same connection at the look before; null when it is new since then
     * @param seconds between the two
     */
    static Row of(
            JsonObject now, @Nullable JsonObject before, double seconds, Map<String, String> sessions, Instant clock) {
        String id = now.getString("id", "?");
        Double rtt = now.getDouble("rttMs");
        return new Row(
                id,
                text(now, "dialect"),
                text(now, "observed"),
                sessions.getOrDefault(id, ""),
                Duration.between(Instant.parse(now.getString("since")), clock).toMillis(),
                now.getLong("idleMs", 0L),
                rtt == null ? -1 : rtt,
                rate(now, before, "messagesIn", seconds),
                rate(now, before, "messagesOut", seconds),
                rate(now, before, "bytesIn", seconds) + rate(now, before, "bytesOut", seconds),
                now.getLong("queuedBytes", 0L));
    }

    private static String text(JsonObject json, String key) {
        String text = json.getString(key);
        return text == null ? "-" : text;
    }

    private static double rate(JsonObject now, @Nullable JsonObject before, String key, double seconds) {
        long then = before == null ? 0 : before.getLong(key, 0L);
        return seconds <= 0 ? 0 : (now.getLong(key, 0L) - then) / seconds;
    }
}
