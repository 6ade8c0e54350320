package io.busport.client;

import io.busport.client.SessionEvent.Kind;
import io.busport.config.ListenConfig.KeepAlive;
import io.busport.config.Units;
import io.busport.wire.Codecs;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.LoginFrames.Auth;
import io.busport.wire.SessionFrames.GoAway;
import io.busport.wire.SessionFrames.Moved;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.Token;
import io.busport.wire.WireLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections for a session, one after the other, for ever.
 *
 * <pre>
 *   round ─► dial ─► hello ─► welcome ─► talk ──lost──► delay ─► round …
 *                                         │ goaway: round, dial and hello beside the connection that still stands
 * </pre>
 *
 * <p>On the client's event loop.
 */
final class Connector implements SessionLine.Owner {
    /** Who is told what becomes of the connections. */
    interface Owner {
        /** A connection has been greeted; {@link ClientSession#open} is to be called when that is on disk. */
        void welcomed(Welcome welcome, SessionLine line);

        /** A frame that is not the session's own business nor the connection's. */
        void other(Frame frame);

        /** Bytes came over the connection that stands. */
        void heard(SessionLine from);

        /** Something may have to be written. */
        void soon();

        void event(SessionEvent event);

        void fatal(FailCode code, String message);

        /** A round in which no address gave a session; true when there is to be another. */
        boolean unreachable(String why);
    }

    /** A gateway that does not read does not keep us. */
    private static final int FLUSH_SECONDS = 2;

    private final Vertx vertx;
    private final SessionOptions options;
    private final ClientSession session;
    private final Owner owner;
    private final Dialer dialer;
    private final Reconnect reconnect;
    private final WireLimits limits;
    private @Nullable SessionLine attempt; // said hello, no welcome yet
    private @Nullable SessionLine line; // talks
    private @Nullable SessionLine retired; // stood until the attempt's hello
    private @Nullable Cause lastCause;
    private @Nullable String lastWord; // of the connection that talks, before its end
    private boolean dialing;
    private boolean over;
    private long timer = -1; // for the welcome, or the next round

    Connector(Vertx vertx, SessionOptions options, ClientSession session, Owner owner) {
        this.vertx = vertx;
        this.options = options;
        this.session = session;
        this.owner = owner;
        this.lastCause = session.id() == null ? null : Cause.RESTART;
        this.dialer = new Dialer(
                vertx,
                options.connectTimeout(),
                new KeepAlive(Duration.ofSeconds(15), Duration.ofSeconds(5), 3),
                Duration.ofSeconds(20),
                options.tls());
        this.reconnect = new Reconnect(
                options.endpoints(),
                options.firstRetry(),
                options.longestRetry(),
                options.healthyAfter(),
                new SplittableRandom());
        int max = options.maxFrame();
        this.limits = new WireLimits(max, max, max, max);
    }

    void start() {
        reconnect.begin();
        dial();
    }

    // --- to a connection

    private void dial() {
        if (over || dialing || attempt != null) {
            return;
        }
        Endpoint endpoint = reconnect.next();
        if (endpoint == null) {
            roundFailed();
            return;
        }
        dialing = true;
        dialer.dial(endpoint).onComplete(result -> {
            dialing = false;
            if (result.succeeded()) {
                greet(result.result());
            } else {
                Throwable e = result.cause();
                reconnect.failed(String.valueOf(e.getMessage()), e instanceof Dialer.Unreachable u && u.isTimeout());
                dial();
            }
        });
    }

    private void roundFailed() {
        String why = reconnect.failures();
        if (line == null && !owner.unreachable(why)) {
            return;
        }
        later(reconnect.afterRound());
    }

    private void later(long millis) {
        cancelTimer();
        timer = vertx.setTimer(millis, t -> {
            timer = -1;
            reconnect.begin();
            dial();
        });
    }

    private void cancelTimer() {
        if (timer >= 0) {
            var unused = vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private void greet(Dialer.Line made) {
        SessionLine fresh = new SessionLine(
                made.socket(),
                made.endpoint(),
                Codecs.clientEncoder(options.dialect()),
                Codecs.clientDecoder(options.dialect(), limits),
                this);
        if (over) {
            fresh.reset();
            return;
        }
        cancelTimer();
        attempt = fresh;
        if (line != null) {
            retired = line;
            line = null;
        }
        try {
            fresh.write(session.hello(lastCause));
        } catch (RuntimeException e) { // whoever knows the token has none now
            failed(fresh, String.valueOf(e.getMessage()), false);
            return;
        }
        fresh.start();
        var unused = fresh.flush();
        if (attempt == fresh) {
            timer = vertx.setTimer(options.welcomeTimeout().toMillis(), t -> {
                timer = -1;
                failed(fresh, "no welcome within " + Units.say(options.welcomeTimeout()), true);
            });
        }
    }

    private void failed(SessionLine who, String why, boolean isTimeout) {
        cancelTimer();
        who.reset();
        attempt = null;
        if (retired != null) {
            retired.reset(); // what came over it since the hello was not taken
            retired = null;
            told(Kind.LOST, Cause.GOAWAY, "the next connection failed: " + why);
        }
        reconnect.failed(who.endpoint() + ": " + why, isTimeout);
        dial();
    }

    private void greeted(SessionLine from, Frame frame) {
        if (frame instanceof Frame.Err err) {
            if (err.code().isFinal()) {
                owner.fatal(err.code(), err.message());
            } else {
                failed(from, err.code().word() + ": " + err.message(), false);
            }
            return;
        }
        if (!(frame instanceof Welcome welcome)) {
            failed(from, frame.kind() + " instead of a welcome", false);
            return;
        }
        cancelTimer();
        attempt = null;
        line = from;
        lastWord = null;
        if (retired != null) {
            retired.reset();
            retired = null;
        }
        if (session.welcome(welcome, from)) {
            reconnect.connected(now());
            reconnect.alternatives(welcome.alternatives());
            owner.welcomed(welcome, from);
        }
    }

    // --- while it stands

    /** Says the token of the moment. One that is not believed ends the connection, and the client. */
    void logIn() {
        Token token = options.token();
        if (line != null && token != null) {
            line.write(new Auth(token));
            owner.soon();
        }
    }

    @Override
    public void frame(SessionLine from, Frame frame) {
        if (from == attempt) {
            greeted(from, frame);
        } else if (from == retired) {
            session.receiveLate(frame);
        } else if (from == line) {
            Frame rest = session.receive(frame);
            if (rest != null) {
                control(from, rest);
            }
        }
    }

    private void control(SessionLine from, Frame frame) {
        switch (frame.kind()) {
            case PING -> from.write(session.riding(new Frame.Pong(((Frame.Ping) frame).echo())));
            case GOAWAY -> goAway((GoAway) frame);
            case MOVED -> {
                // A connection of our own would have retired this one.
                Moved moved = (Moved) frame;
                lastCause = Cause.MOVED;
                owner.event(new SessionEvent(
                        Kind.MOVED,
                        new JsonObject().put("epoch", moved.epoch()).put("by", moved.by()),
                        "another process has taken the session over, from " + moved.by()));
                owner.fatal(FailCode.CLOSING, "another process has taken the session over, from " + moved.by());
            }
            case ERR -> {
                Frame.Err err = (Frame.Err) frame;
                if (err.code().isFinal()) {
                    owner.fatal(err.code(), err.message());
                } else {
                    lastWord = err.code().word() + ": " + err.message();
                    owner.other(frame);
                }
            }
            default -> owner.other(frame);
        }
    }

    private void goAway(GoAway goAway) {
        owner.event(new SessionEvent(
                Kind.GOAWAY,
                new JsonObject().put("within", goAway.withinMillis()).put("why", goAway.why()),
                "the gateway asks to connect again: " + goAway.why()));
        lastCause = Cause.GOAWAY;
        if (dialing || attempt != null) {
            return;
        }
        cancelTimer();
        long delay = Math.max(1, Math.min(reconnect.soon(), goAway.withinMillis() / 2));
        timer = vertx.setTimer(delay, t -> {
            timer = -1;
            reconnect.goAway(goAway.alternatives());
            dial();
        });
    }

    @Override
    public void read(SessionLine from) {
        if (from == line) {
            owner.heard(from);
        }
    }

    @Override
    public void drained(SessionLine from) {
        if (from == line) {
            owner.soon();
        }
    }

    @Override
    public void closed(SessionLine from, Cause cause, String reason) {
        if (from == attempt) {
            failed(from, reason, false);
        } else if (from == retired) {
            retired = null;
        } else if (from == line) {
            lost(cause, lastWord == null ? reason : lastWord);
        }
    }

    /** Gives the connection up. */
    void abandon(Cause cause, String reason) {
        SessionLine gone = line;
        if (gone != null) {
            gone.reset();
            lost(cause, reason);
        }
    }

    private void lost(Cause cause, String reason) {
        line = null;
        session.detach();
        lastCause = cause;
        told(Kind.LOST, cause, reason);
        if (!over && !dialing) { // a dial that a goaway began goes on
            later(reconnect.afterLoss(cause, now()));
        }
        owner.soon();
    }

    private void told(Kind kind, Cause cause, String reason) {
        owner.event(new SessionEvent(kind, new JsonObject().put("cause", cause.word()), reason));
    }

    /** There is reason to hope that an address can be reached now: who waits for the next round waits no longer. */
    void hurry() {
        if (line == null && attempt == null && !dialing && timer >= 0) {
            later(reconnect.soon());
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    // --- the end

    /** @param flush whether what was written is to reach the gateway */
    Future<Void> stop(boolean flush) {
        over = true;
        cancelTimer();
        SessionLine last = line;
        for (SessionLine each : new SessionLine[] {attempt, retired, last}) {
            if (each != null && (each != last || !flush)) {
                each.reset();
            }
        }
        attempt = null;
        retired = null;
        line = null;
        Future<Void> flushed = last == null || !flush
                ? Future.succeededFuture()
                : last.close().timeout(FLUSH_SECONDS, TimeUnit.SECONDS);
        return flushed.transform(done -> {
            if (done.failed() && last != null) {
                last.reset();
            }
            return dialer.close();
        });
    }

    /** The connection that stands; null when there is none. */
    @Nullable
    SessionLine line() {
        return line;
    }

    /** Why the last connection ended. */
    @Nullable
    Cause lastCause() {
        return lastCause;
    }
}
