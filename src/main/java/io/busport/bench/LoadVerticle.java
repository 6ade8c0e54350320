package io.busport.bench;

import static java.util.concurrent.TimeUnit.MICROSECONDS;

import io.busport.client.Access;
import io.busport.client.Dialer;
import io.busport.security.tls.ClientTls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A share of the load on one event loop: connects when it is deployed, sends when it is told to. */
final class LoadVerticle extends VerticleBase {
    private static final int CONNECT_TIMEOUT_MILLIS = 5000;
    private static final long LOOK_MICROS = 100;
    private static final long PROGRESS_MILLIS = 500;
    private final Load share;
    private final Access access;
    private final Duration patience;
    private final LongConsumer progress;
    private final Tally tally = new Tally();
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Promise<Tally> result = Promise.promise();
    /** Held, because Vert.x closes the connections of a client that nobody holds. */
    private @Nullable NetClient client;

    private @Nullable Timetable timetable;
    private long end;
    private long left; // requests that may still be sent
    private long told;
    private int turn;
    private boolean begun;
    private boolean sending;
    private boolean waiting;
    private boolean ended;

    /**
     * @param share what this loop does of the whole load
     * @param access how it is let in
     * @param patience how long answers may take after the last request
     * @param progress is told now and then how many answers have come since
     */
    LoadVerticle(Load share, Access access, Duration patience, LongConsumer progress) {
        this.share = share;
        this.access = access;
        this.patience = patience;
        this.progress = progress;
        this.left = share.count() == 0 ? Long.MAX_VALUE : share.count();
    }

    @Override
    public Future<?> start() {
        Framing framing = Framing.of(share.dialect());
        Requests requests = new Requests(framing, share);
        NetClientOptions options =
                new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setTcpNoDelay(true);
        NetClient dialler = vertx.createNetClient(options);
        client = dialler;
        return Crowd.connect(() -> dial(dialler), share.connections(), socket -> {
            LoadConnection connection = new LoadConnection(
                    socket,
                    framing,
                    access.token().get(),
                    requests,
                    share.outstanding(),
                    tally,
                    this::mayAskAgain,
                    this::endWhenDone);
            connections.add(connection);
            return connection.ready();
        });
    }

    private Future<NetSocket> dial(NetClient dialler) {
        Duration limit = Duration.ofMillis(CONNECT_TIMEOUT_MILLIS);
        return ClientTls.connect(access.tls(), vertx, dialler, share.host(), share.port(), limit)
                .recover(e -> Future.failedFuture(share.host() + ":" + share.port() + ": " + Dialer.reason(e)));
    }

    /**
     * Sends for the whole of the load's time. May be called from any thread, once, after the start.
     *
     * @param start when sending begins, as nanoTime
     */
    Future<Tally> run(long start) {
        // Not a moment before: what is answered earlier would not count.
        context.runOnContext(v -> vertx.setTimer(millisTo(start), timer -> begin(start)));
        return result.future();
    }

    private void begin(long start) {
        long from = start + share.warmup().toNanos();
        end = from + share.duration().toNanos();
        tally.measure(from, end);
        begun = true;
        sending = true;
        vertx.setTimer(millisTo(end), timer -> stopSending());
        vertx.setPeriodic(PROGRESS_MILLIS, timer -> reportProgress());
        if (share.rate() > 0) {
            timetable = new Timetable(start, share.rate());
            keepTime(timetable);
        } else {
            fill();
        }
    }

    /** Rounded up, and one at least, which is what a timer takes. */
    private static long millisTo(long time) {
        return Math.max(0, time - System.nanoTime()) / 1_000_000 + 1;
    }

    private void reportProgress() {
        long done = tally.sent - tally.open;
        progress.accept(done - told);
        told = done;
    }

    // --- closed loop: an answer calls for the next request

    private void fill() {
        for (LoadConnection c : connections) {
            long now = System.nanoTime();
            while (c.hasRoom() && mayAskAgain()) {
                c.ask(now);
            }
            c.flush();
        }
        endWhenDone();
    }

    private boolean mayAskAgain() {
        boolean may = sending && timetable == null && left > 0;
        if (may) {
            left--;
        }
        return may;
    }

    // --- open loop: the clock calls for it

    /**
     * Looks at the clock ten times a millisecond, which is finer than Vert.x's timers. Not in every turn of the event loop: a task that queues
     * itself again keeps Netty from reading for up to a second.
     */
    private void keepTime(Timetable times) {
        if (!sending) {
            return;
        }
        long now = System.nanoTime();
        while (left > 0 && now - times.due() >= 0 && times.due() - end < 0) {
            LoadConnection c = withRoom();
            if (c == null) {
                break; // Answers have to come first; the time that this takes is counted.
            }
            c.ask(times.due());
            c.flush();
            times.sent();
            left--;
        }
        if (left == 0) {
            endWhenDone();
        }
        var unused =
                ((ContextInternal) context).nettyEventLoop().schedule(() -> keepTime(times), LOOK_MICROS, MICROSECONDS);
    }

    private @Nullable LoadConnection withRoom() {
        for (int tries = connections.size(); tries > 0; tries--) {
            turn = turn + 1 == connections.size() ? 0 : turn + 1;
            if (connections.get(turn).hasRoom()) {
                return connections.get(turn);
            }
        }
        return null;
    }

    // --- the end

    private void stopSending() {
        sending = false;
        if (timetable != null && left > 0) {
            tally.unsent += Math.min(left, timetable.behind(end));
        }
        endWhenDone();
    }

    private void endWhenDone() {
        boolean asking = sending && left > 0 && tally.cut < connections.size();
        if (!begun || asking) {
            return;
        }
        if (tally.open == 0) {
            finish();
        } else if (!waiting) {
            waiting = true;
            vertx.setTimer(Math.max(1, patience.toMillis()), timer -> finish());
        }
    }

    private void finish() {
        if (ended) {
            return;
        }
        ended = true;
        sending = false;
        reportProgress();
        connections.forEach(LoadConnection::close);
        if (client != null) {
            var unused = client.close();
        }
        result.complete(tally);
    }
}
