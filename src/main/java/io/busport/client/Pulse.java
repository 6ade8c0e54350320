package io.busport.client;

import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Welcome;
import org.jspecify.annotations.Nullable;

/** The signs of life of the present connection: says them, asks for them, and gives the connection up when there are none. */
final class Pulse {
    private final SessionOptions options;
    private final ClientSession session;
    private final Connector connector;
    private final @Nullable AdaptiveHeartbeat adaptive;
    private @Nullable Liveness liveness;
    private @Nullable SessionLine of;
    private long acked;
    private long lastWall;

    Pulse(SessionOptions options, ClientSession session, Connector connector) {
        this.options = options;
        this.session = session;
        this.connector = connector;
        this.adaptive =
                options.adaptiveHeartbeat() ? new AdaptiveHeartbeat(options.heartbeat(), SessionOptions.CEILING) : null;
    }

    /** A connection stands. */
    void begin(Welcome welcome, SessionLine line, long now) {
        long interval = options.heartbeat().toMillis();
        if (adaptive != null) {
            adaptive.on(welcome.observed().ip() + ' ' + line.endpoint());
            interval = adaptive.interval();
        }
        long agreed = welcome.heartbeat().interval();
        if (agreed > 0) {
            interval = Math.min(interval, agreed); // the gateway wants to hear more of us
        }
        liveness = new Liveness(Liveness.Times.of(options, interval), now);
        of = line;
        acked = session.outgoing().outbox().acked();
    }

    void heard(SessionLine from, long now) {
        if (liveness != null && from == of) {
            liveness.heard(now);
        }
    }

    void said(long now) {
        if (liveness != null) {
            liveness.said(now);
        }
    }

    void pong(long echo, long now) {
        if (liveness == null) {
            return;
        }
        boolean wasProbing = liveness.isProbing();
        liveness.pong(echo, now);
        if (adaptive != null && wasProbing && !liveness.isProbing()) {
            adaptive.held(liveness.silence());
            liveness.interval(adaptive.interval());
        }
    }

    void suspect(Cause why) {
        if (liveness != null) {
            liveness.suspect(why);
        }
    }

    /** @return whether the machine has slept */
    boolean clock(long wall) {
        boolean slept = lastWall != 0 && wall - lastWall > Liveness.TICK + Liveness.JUMP;
        lastWall = wall;
        if (slept) {
            suspect(Cause.WAKE);
        }
        return slept;
    }

    /** Does what is due. */
    void beat(SessionLine line, long now) {
        Liveness alive = liveness;
        if (alive == null || line != of) {
            return;
        }
        var outbox = session.outgoing().outbox();
        alive.onTheirWay(outbox.onTheirWay() > 0, now);
        if (outbox.acked() != acked) {
            acked = outbox.acked();
            alive.progress(now);
        }
        switch (alive.check(now)) {
            case PING -> line.write(session.riding(Frame.Ping.PING));
            case PROBE -> line.write(session.riding(new Frame.Ping(alive.echo())));
            case ABANDON -> abandon(alive);
            case NOTHING -> {
                // and that is good
            }
        }
    }

    private void abandon(Liveness dead) {
        liveness = null;
        of = null;
        if (adaptive != null && dead.cause() == Cause.SILENT) {
            adaptive.died(dead.silence());
        }
        connector.abandon(
                dead.cause(),
                switch (dead.cause()) {
                    case ACK_STALL ->
                        "no acknowledgement within " + options.ackDeadline().toMillis() + " ms";
                    case WAKE -> "no answer after a sleep";
                    case ADDRESS -> "no answer after a change of addresses";
                    default -> "no sign of life";
                });
    }

    /** When {@link #beat} may have something to do; often enough to notice that the machine slept. */
    long due(long now) {
        long tick = now + Liveness.TICK;
        return liveness == null ? tick : Math.min(tick, liveness.due());
    }
}
