package io.busport.client;

import io.busport.client.SessionEvent.Kind;
import io.busport.session.Outbox.Kept;
import io.busport.wire.Codecs;
import io.busport.wire.Encoder;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Bye;
import io.busport.wire.SessionFrames.Guarantee;
import io.busport.wire.SessionFrames.Observed;
import io.busport.wire.SessionFrames.Slow;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.WireException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What drives a session: one event loop, its clock, its files. Everything of a client that is not a public word is here or below, and
 * belongs to that loop.
 */
final class ClientLoop implements SessionHost, Connector.Owner {
    private static final long WATCH_ADDRESSES = 2000;
    /** A state that only says how far we got is written at most this often, in milliseconds. */
    private static final long SAVE = 100;

    private final Vertx vertx;
    private final ContextInternal context;
    private final SessionOptions options;
    private final Status status = new Status();
    private final Promise<Void> started;
    private final Encoder sizer;
    private final ClientSession session;
    private final Connector connector;
    private final Journal journal;
    private final @Nullable StateFile stateFile;
    private final AddressWatch watch;
    private final Farewell farewell;
    private final Pulse pulse;
    private Handler<SessionEvent> onEvent;
    private @Nullable Handler<Void> onDrain;
    private @Nullable SavedState savedState;
    private long savedAt;
    private boolean turning;
    private boolean wasFull;
    private boolean over;
    private long timer = -1;
    private long timerAt;

    /** @return done when the first welcome has come */
    static Future<ClientLoop> start(Vertx vertx, ContextInternal context, SessionOptions options) {
        Promise<Void> started = context.promise();
        return context.executeBlocking(() -> Past.read(options), true)
                .map(past -> new ClientLoop(vertx, context, options, past, started))
                .compose(loop -> {
                    loop.begin();
                    return started.future().map(loop);
                });
    }

    private ClientLoop(Vertx vertx, ContextInternal context, SessionOptions options, Past past, Promise<Void> started) {
        this.vertx = vertx;
        this.context = context;
        this.options = options;
        this.started = started;
        this.onEvent = options.onEvent();
        this.sizer = Codecs.clientEncoder(options.dialect());
        this.stateFile = options.stateFile() == null ? null : new StateFile(context, options.stateFile());
        List<Kept> kept = past.kept();
        long written = kept.isEmpty() ? 0 : kept.get(kept.size() - 1).n();
        this.journal = past.files() == null
                ? Journal.NONE
                : new Spool(context, past.files(), written, this::soon, this::fatal);
        byte[] prefix = new byte[6];
        new SecureRandom().nextBytes(prefix);
        String label = HexFormat.of().formatHex(prefix) + '.';
        this.session = new ClientSession(options, this, journal, label, past.saved(), kept);
        this.connector = new Connector(vertx, options, session, this);
        this.watch = new AddressWatch(vertx, context, AddressWatch::ofThisMachine, this::addressChanged);
        this.farewell = new Farewell(vertx, options, session, connector, this::finish);
        this.pulse = new Pulse(options, session, connector);
    }

    private void begin() {
        watch.start(WATCH_ADDRESSES);
        connector.start();
        arm();
    }

    // --- turns

    @Override
    public void soon() {
        if (!turning && !over) {
            turning = true;
            context.runOnContext(v -> {
                turning = false;
                turn();
            });
        }
    }

    /** Everything that happened since the last turn leaves in one write. */
    private void turn() {
        if (over) {
            return;
        }
        SessionLine line;
        do {
            session.turn();
            line = connector.line();
            if (line != null) {
                pulse.beat(line, now());
            }
        } while (line != null && line == connector.line() && flush(line) && !line.isFull() && !over);
        farewell.check();
        if (!over) {
            var unused = save(false);
            tellDrained();
            status.update(session);
            arm();
        }
    }

    private boolean flush(SessionLine line) {
        boolean any = line.flush();
        if (any) {
            pulse.said(now());
        }
        return any;
    }

    /** The next turn, when nothing else asks for one. */
    private void arm() {
        long due = Math.min(session.deadline(), pulse.due(now()));
        if (timer >= 0 && timerAt <= due && timerAt > now()) {
            return;
        }
        if (timer >= 0) {
            var unused = vertx.cancelTimer(timer);
        }
        timerAt = due;
        timer = vertx.setTimer(Math.max(1, due - now()), t -> {
            timer = -1;
            if (pulse.clock(wall())) {
                connector.hurry();
            }
            turn();
        });
    }

    private void addressChanged() {
        pulse.suspect(Cause.ADDRESS);
        connector.hurry();
        soon();
    }

    private void tellDrained() {
        boolean full = status.full(session.outgoing().outbox(), options.backlog());
        if (wasFull && !full && onDrain != null) {
            onDrain.handle(null);
        }
        wasFull = full;
    }

    // --- files

    private Future<Void> save(boolean now) {
        SavedState state = session.saved();
        if (stateFile == null || state == null || (!now && state.equals(savedState))) {
            return Future.succeededFuture();
        }
        if (!now && now() - savedAt < SAVE) {
            return Future.succeededFuture(); // the tick comes by
        }
        savedState = state;
        savedAt = now();
        return stateFile.write(state);
    }

    // --- connections

    @Override
    public void welcomed(Welcome welcome, SessionLine line) {
        pulse.begin(welcome, line, now());
        status.welcomed(welcome, line.endpoint());
        Observed observed = welcome.observed();
        if (observed.changed()) {
            event(new SessionEvent(
                    Kind.REBOUND,
                    new JsonObject().put("ip", observed.ip()).put("port", observed.port()),
                    "the gateway sees us at " + observed.ip() + ":" + observed.port() + " now"));
        }
        // The next resume is proven with what this welcome brought: nothing may be said before it is kept.
        save(true)
                .compose(v -> journal instanceof Spool spool ? spool.forgetOthers() : Future.succeededFuture())
                .onSuccess(v -> {
                    if (connector.line() == line) {
                        session.open();
                        line.write(session.riding(Frame.Ping.PING)); // proves that the welcome came
                        soon();
                    }
                    var unused = started.tryComplete();
                })
                .onFailure(this::fatal);
    }

    @Override
    public void heard(SessionLine from) {
        pulse.heard(from, now());
        soon();
    }

    @Override
    public void other(Frame frame) {
        switch (frame.kind()) {
            case PONG -> pulse.pong(((Frame.Pong) frame).echo(), now());
            case BYE -> farewell.answered();
            case GUARANTEE -> {
                Guarantee now = (Guarantee) frame;
                status.guaranteed(now.guarantee());
                event(SessionEvent.of(now));
            }
            case SLOW -> event(SessionEvent.of((Slow) frame));
            default -> {
                // A word of a later version.
            }
        }
    }

    @Override
    public boolean unreachable(String why) {
        if (!started.future().isComplete()) {
            var unused = started.tryFail(new ConnectException(why));
            var unusedToo = shutDown(FailCode.CLOSING, "never connected", false);
            return false;
        }
        event(new SessionEvent(Kind.UNREACHABLE, new JsonObject(), why));
        return true;
    }

    /** Says the token of the moment, on the connection that stands. */
    void logIn() {
        connector.logIn();
    }

    // --- events and ends

    @Override
    public void event(SessionEvent event) {
        if (event.kind() == Kind.LOST) {
            status.disconnected(connector.lastCause());
            farewell.answered();
        }
        try {
            onEvent.handle(event);
        } catch (RuntimeException e) {
            report(e);
        }
    }

    @Override
    public void report(Throwable e) {
        context.reportException(e);
    }

    private void fatal(Throwable e) {
        fatal(FailCode.INTERNAL, String.valueOf(e.getMessage() == null ? e : e.getMessage()));
    }

    @Override
    public void fatal(FailCode code, String message) {
        if (over) {
            return;
        }
        if (connector.lastCause() != Cause.MOVED) {
            event(new SessionEvent(
                    Kind.FAILED, new JsonObject().put("code", code.word()), code.word() + ": " + message));
        }
        var unusedToo = shutDown(code, message, false);
        var unused = started.tryFail(new BusportException(code, message));
        farewell.failed(new BusportException(code, message));
    }

    /** The end that the program asked for: everything is said, or cannot be. */
    private void finish(boolean keep, int undelivered, Promise<Void> told) {
        boolean isOver = !keep;
        event(new SessionEvent(
                Kind.CLOSED,
                new JsonObject().put("keep", keep).put("undelivered", undelivered),
                keep ? "the session is parked" : "the session is closed"));
        Future<Void> file = stateFile == null ? Future.succeededFuture() : isOver ? stateFile.delete() : save(true);
        Future<Void> spool = journal instanceof Spool s ? s.close(isOver) : Future.succeededFuture();
        boolean isLost = undelivered > 0 && (isOver || journal == Journal.NONE);
        Future<Void> stopped = shutDown(FailCode.CLOSING, "the client is closed", true);
        Future.join(stopped, file, spool).onComplete(done -> {
            if (isLost) {
                var unused = told.tryFail(
                        new BusportException(FailCode.TIMEOUT, undelivered + " frames were not acknowledged in time"));
            } else if (done.failed()) {
                var unused = told.tryFail(done.cause());
            } else {
                var unused = told.tryComplete();
            }
        });
    }

    private Future<Void> shutDown(FailCode code, String message, boolean flush) {
        over = true;
        watch.stop();
        if (timer >= 0) {
            var unused = vertx.cancelTimer(timer);
        }
        Future<Void> stopped = connector.stop(flush);
        session.end(code, message);
        status.update(session);
        status.disconnected(connector.lastCause());
        return stopped;
    }

    Future<Void> leave(boolean keep) {
        Promise<Void> promise = context.promise();
        if (over) {
            promise.complete();
        } else {
            farewell.begin(new Bye(keep), promise);
            soon();
        }
        return promise.future();
    }

    // --- of the session's host

    @Override
    public <T> Promise<T> promise() {
        return context.promise();
    }

    @Override
    public int size(Frame frame) {
        Buffer scratch = Buffer.buffer();
        try {
            sizer.encode(frame, scratch);
        } catch (WireException notWritable) {
            return Integer.MAX_VALUE;
        }
        return scratch.length();
    }

    @Override
    public long now() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public long wall() {
        return System.currentTimeMillis();
    }

    // --- for the public face

    ContextInternal context() {
        return context;
    }

    ClientSession session() {
        return session;
    }

    SessionOptions options() {
        return options;
    }

    /** Safe from any thread. */
    Status status() {
        return status;
    }

    void onEvent(Handler<SessionEvent> handler) {
        onEvent = handler;
    }

    void onDrain(@Nullable Handler<Void> handler) {
        onDrain = handler;
    }
}
