package io.busport.session;

/**
 * Many sessions together.
 *
 * @param attached carried by a connection
 * @param detached waiting for their clients
 * @param queued messages kept for clients, and {@code queuedBytes} of them
 * @param oldestMillis age of the oldest
 * @param inProgress frames of clients that are being dealt with
 * @param registrations addresses that are heard
 */
public record SessionTotals(
        int attached,
        int detached,
        long queued,
        long queuedBytes,
        long oldestMillis,
        long inProgress,
        long registrations) {
    public static final SessionTotals NONE = new SessionTotals(0, 0, 0, 0, 0, 0, 0);

    SessionTotals plus(SessionInfo s) {
        int carried = s.connection() == null ? 0 : 1;
        return plus(new SessionTotals(
                carried,
                1 - carried,
                s.queued(),
                s.queuedBytes(),
                s.oldestMillis(),
                s.inProgress(),
                s.registrations()));
    }

    public SessionTotals plus(SessionTotals other) {
        return new SessionTotals(
                attached + other.attached,
                detached + other.detached,
                queued + other.queued,
                queuedBytes + other.queuedBytes,
                Math.max(oldestMillis, other.oldestMillis),
                inProgress + other.inProgress,
                registrations + other.registrations);
    }
}
