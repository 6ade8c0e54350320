package io.busport.connection;

import io.busport.security.Authentication;
import io.busport.security.Logins;
import io.busport.security.Meter;
import io.vertx.core.Vertx;

/**
 * Holds a connection back whose principal says more than it may: it is not read from until that is paid for. On the connection's event loop; a
 * timer is set for each wait, and none for a message.
 */
final class Throttle {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Authentication authentication;
    private final Logins logins;
    private final Runnable goOn;
    private String principal = "";
    private long timer = NO_TIMER;

    /** @param goOn called when a wait is over */
    Throttle(Vertx vertx, LoginDesk desk, Runnable goOn) {
        this.vertx = vertx;
        this.authentication = desk.authentication();
        this.logins = desk.logins();
        this.goOn = goOn;
    }

    /** Who it is that says what comes. */
    void principal(String name) {
        principal = name;
    }

    /** Something has come. */
    void count(int messages, int bytes) {
        if (principal.isEmpty()) {
            return; // no clock is asked for nothing: this is done for each message
        }
        long now = System.nanoTime();
        Meter meter = authentication.meter(principal, now);
        if (meter != null) {
            meter.count(messages, bytes, now);
        }
    }

    /** Whether what has come may be handed on now; when not, it is told when. */
    boolean isOpen() {
        if (principal.isEmpty()) {
            return true;
        }
        if (isWaiting()) {
            return false;
        }
        long now = System.nanoTime();
        Meter meter = authentication.meter(principal, now);
        long debt = meter == null ? 0 : meter.debt(now);
        if (debt <= 0) {
            return true;
        }
        logins.throttled();
        timer = vertx.setTimer(debt / 1_000_000 + 1, id -> {
            timer = NO_TIMER;
            goOn.run();
        });
        return false;
    }

    boolean isWaiting() {
        return timer != NO_TIMER;
    }

    /** The connection has ended. */
    void end() {
        if (isWaiting()) {
            boolean unused = vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
