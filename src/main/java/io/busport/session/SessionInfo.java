package io.busport.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one session at one moment. Times are milliseconds; those that end in {@code At} are Unix time.
 *
 * @param connection id of the connection that carries it; null while none does
 * @param observed where its client is, or was seen last, {@code ip:port}
 * @param expiresAt when it is gone unless its client returns; 0 while a connection carries it
 * @param queued messages kept for the client, and {@code queuedBytes} of them
 * @param oldestMillis age of the oldest
 * @param inProgress frames of the client that are being dealt with
 * @param resumed how often it was
 * @param rebound how often its client was seen elsewhere
 * @param awayMillis how long it was here without a connection before it got the one it has
 * @param lost messages it could not keep
 * @param lastCause why the last connection ended; null while the first one lives
 */
public record SessionInfo(
        String id,
        @Nullable String name,
        String principal,
        @Nullable String connection,
        String observed,
        String dialect,
        long epoch,
        long since,
        long expiresAt,
        int registrations,
        int queued,
        long queuedBytes,
        long oldestMillis,
        long received,
        long sent,
        int inProgress,
        long resumed,
        long rebound,
        long awayMillis,
        long lost,
        @Nullable String lastCause) {

    /** What it can be found by. */
    List<String> names() {
        return List.of(id, title(), principal, observed);
    }

    /** Its name where it has one. */
    public String title() {
        return name == null ? id : name;
    }
}
