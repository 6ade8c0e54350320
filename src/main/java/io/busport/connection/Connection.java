package io.busport.connection;

import io.busport.config.ListenConfig;
import io.busport.config.Units;
import io.busport.nat.EndOfInput;
import io.busport.nat.Tcp;
import io.busport.security.Identity;
import io.busport.security.tls.TlsInfo;
import io.busport.session.Router;
import io.busport.wire.Dialect;
import io.busport.wire.Sniffer;
import io.busport.wire.Stranger;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, from accept to its one {@link CloseReason}.
 *
 * <pre>
 *   SNIFFING ──known──► OPEN ──close(reason)──► CLOSING ──Goodbye──► CLOSED
 *       └───────────────close(reason)──────────────┘                   ▲
 *                                   a reset leads there from anywhere ─┘
 * </pre>
 *
 * <p>Owned by the event loop of its socket; every method and field belongs to that loop.
 */
final class Connection {
    static final String LEAVING = "this gateway is going away, connect again";

    private enum State {
        SNIFFING,
        OPEN,
        CLOSING,
        CLOSED
    }

    private final GatewayLoop loop;
    private final NetSocketInternal socket;
    private final ListenConfig config;
    private final String id;
    private final SocketWriter writer;
    private final Entrance entrance;
    private final Goodbye goodbye;
    private final Login login;
    private final Throttle throttle;
    private final RoundTrip roundTrip;
    private final Inflow inflow;
    private final Presence presence;
    private final Instant since = Instant.now();

    private State state = State.SNIFFING;
    private @Nullable Conversation conversation;
    private @Nullable CloseReason reason;
    private String detail = "";
    private long lastActivity = System.nanoTime();

    Connection(GatewayLoop loop, NetSocketInternal socket, String id) {
        this.loop = loop;
        this.socket = socket;
        this.id = id;
        this.config = loop.config().listen();
        this.writer = new SocketWriter(loop.context(), socket, this::onProgress);
        this.goodbye = new Goodbye(socket, writer, config.lingerTimeout());
        this.entrance = new Entrance(loop, this, socket);
        this.login = new Login(loop.logins(), this);
        this.throttle = new Throttle(loop.vertx(), loop.logins(), this::hasRoom);
        this.roundTrip = new RoundTrip(socket.channelHandlerContext().channel(), loop.events());
        this.presence = new Presence(loop, id, socket.remoteAddress(), entrance, login);
        this.inflow = new Inflow(this, socket, loop.unfinished(), new Turn(loop.round(), this::hasRoom), this::rest);
    }

    /** Takes the socket over, in the turn that accepted it: what is read before a handler is set would be lost. */
    void open() {
        Tcp.tune(socket.channelHandlerContext().channel());
        EndOfInput.keepOrder(socket);
        socket.exceptionHandler(e -> remember(CloseReason.ofFailure(e), String.valueOf(e.getMessage())));
        socket.closeHandler(v -> closed());
        socket.handler(this::onData);
        loop.table().add(this);
        login.enter();
        entrance.open();
    }

    /**
     * The client will say something at least this often, and is given up after {@code silence}. One that asks for a longer heartbeat than
     * keepalive waits wants to be left in peace: a battery, or somebody who measures how long mappings live. Its heartbeat finds the dead.
     */
    void promised(Duration heartbeat, Duration silence) {
        if (heartbeat.compareTo(config.keepAlive().idle()) > 0) {
            Tcp.keepAliveAfter(socket.channelHandlerContext().channel(), silence);
        }
    }

    // --- input

    /** An exception that leaves a socket's handler leaves the socket open and everything after it unread; none does. */
    private void onData(Buffer data) {
        try {
            lastActivity = System.nanoTime();
            inflow.began(data, lastActivity);
            throttle.count(0, data.length());
            login.read(inflow.bytes());
            if (EndOfInput.is(data)) {
                goodbye.peerEnded();
            }
            if (state == State.SNIFFING) {
                sniff(data);
            } else if (state == State.OPEN && conversation != null) {
                conversation.read(data);
            }
            inflow.ended(data);
            // Anything else was said after our last word, which answers it.
        } catch (RuntimeException e) {
            presence.log().fault(e);
            close(CloseReason.INTERNAL_ERROR, "the gateway failed: " + e);
        }
    }

    private void sniff(Buffer data) {
        if (!EndOfInput.is(data)) {
            entrance.feed(data);
        } else if (entrance.hasBegun()) {
            entrance.settle();
            if (conversation != null) {
                conversation.read(data);
            }
        } else {
            entrance.peerEnded();
        }
    }

    Presence presence() {
        return presence;
    }

    Inflow inflow() {
        return inflow;
    }

    /** The client speaks a dialect, and is told in it that it may not. */
    void refuse(Dialect dialect, CloseReason why, String words) {
        loop.outlet(dialect, this, writer).lastWord(why.lastWord(words));
        close(why, words);
    }

    /** Who the client is has been proven; {@code first} is false when that was so before, and may have changed. */
    void loggedIn(boolean first) {
        throttle.principal(login.identity().principal());
        if (first) {
            presence.loggedIn();
        }
        if (conversation != null) {
            conversation.loggedIn(origin());
        }
    }

    Login login() {
        return login;
    }

    Throttle throttle() {
        return throttle;
    }

    /** It is known who it is; {@code first} is everything said so far. */
    void known(Sniffer.Found found, Buffer first) {
        if (found.dialect() != null) {
            state = State.OPEN;
            conversation = loop.converse(found.dialect(), this, writer, presence.log());
            login.begin(certifiedAs());
            if (!login.isRefused()) {
                conversation.read(first);
            }
        } else if (found.stranger() != null) {
            dismiss(found.stranger(), CloseReason.STRANGER, found.stranger().sentence());
        }
    }

    /** Somebody who is not served is told so in words of their own. */
    void dismiss(Stranger stranger, CloseReason why, String words) {
        Buffer answer = stranger.answer();
        writer.tail(answer.length()).appendBuffer(answer);
        writer.appended(answer.length());
        close(why, words);
    }

    String id() {
        return id;
    }

    /** What it can be found by. */
    List<String> names() {
        return List.of(id, entrance.observed());
    }

    Router.Origin origin() {
        Identity who = login.identity();
        return new Router.Origin(id, entrance.observed(), null, who.principal(), who.authorities());
    }

    String observed() {
        return entrance.observed();
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** The subject of the client's certificate, as {@link TlsInfo#subject}; null when it has shown none. */
    @Nullable
    String certifiedAs() {
        TlsInfo tls = entrance.tls();
        return tls == null ? null : tls.subject();
    }

    /** Something that the client hears could not be written in its dialect. */
    void undelivered(String address, String why) {
        presence.log().undelivered(address, why);
    }

    /** The client has said that it is there. */
    void heartbeat() {
        roundTrip.heartbeat(inflow.lastRead());
    }

    void pause() {
        if (state == State.OPEN) {
            inflow.pause();
        }
    }

    /** Bytes of a message whose end has not come. */
    int rest() {
        return state == State.OPEN && conversation != null ? conversation.rest() : 0;
    }

    private void onProgress() {
        lastActivity = System.nanoTime();
        hasRoom();
    }

    private void hasRoom() {
        if (state == State.OPEN && conversation != null && !login.isRefused()) {
            conversation.hasRoom();
        }
    }

    // --- the end

    /** The one door out: whoever ends a connection says why, and the first reason stays. */
    void close(CloseReason why, String words) {
        if (state != State.SNIFFING && state != State.OPEN) {
            return;
        }
        remember(why, words);
        endConversation();
        state = State.CLOSING;
        if (why.manner() == CloseReason.Manner.AT_ONCE) {
            goodbye.reset();
            return;
        }
        if (why.manner() == CloseReason.Manner.WITHOUT_THE_QUEUE) {
            writer.dropWaiting();
        }
        if (conversation != null && why != CloseReason.CLIENT_CLOSED) {
            conversation.lastWord(why, words);
        }
        boolean unused = inflow.resume();
        goodbye.say();
    }

    private void remember(CloseReason why, String words) {
        if (reason == null) {
            reason = why;
            detail = words;
        }
    }

    private void endConversation() {
        inflow.close();
        entrance.leave();
        throttle.end();
        login.leave(reason == null ? CloseReason.CLIENT_CLOSED : reason);
        if (conversation != null) {
            conversation.end(reason == null ? CloseReason.CLIENT_CLOSED : reason, detail);
        }
    }

    private void closed() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        remember(CloseReason.CLIENT_CLOSED, "");
        endConversation();
        ConnectionInfo last = describe();
        presence.ended(reason == null ? CloseReason.CLIENT_CLOSED : reason, detail);
        loop.table().ended(this, last);
    }

    // --- time

    /** Looks at every deadline of this connection; called a few times a second. */
    void tick(long now) {
        if (throttle.isWaiting()) {
            inflow.excuse(now);
        }
        if (state == State.SNIFFING || state == State.OPEN) {
            login.tick(now);
        }
        if (writer.stuckNanos(now) > config.writeTimeout().toNanos()) {
            state = State.CLOSING;
            remember(CloseReason.WRITE_STALLED, "no byte left for " + Units.say(config.writeTimeout()));
            endConversation();
            goodbye.reset();
        } else if (state == State.CLOSING) {
            goodbye.tick(now);
        } else if (state == State.SNIFFING && !entrance.tick(now) && !entrance.hasBegun()) {
            closeIfSilent(now - lastActivity, config.firstByteTimeout(), CloseReason.NEVER_SPOKE);
        } else if (state == State.OPEN && conversation != null) {
            conversation.tick(now);
            closeIfSilent(now - lastActivity, conversation.idleTimeout(), CloseReason.IDLE);
            closeIfSilent(now - inflow.lastRead(), conversation.silenceTimeout(), CloseReason.SILENT);
        }
    }

    private void closeIfSilent(long nanos, Duration limit, CloseReason why) {
        if (!limit.isZero() && nanos > limit.toNanos()) {
            close(why, "nothing was said for " + Units.say(limit));
        }
    }

    /** Starts to leave: what was asked is answered, then the connection is closed. */
    void drain() {
        if (state == State.SNIFFING && entrance.hasBegun()) {
            entrance.settle();
        }
        if (state == State.OPEN && conversation != null) {
            conversation.drain();
        } else {
            close(CloseReason.DRAIN, LEAVING);
        }
    }

    /** Asks the client to connect again, if it is one that can. */
    boolean goAway() {
        return state == State.OPEN && conversation != null && conversation.goAway();
    }

    /** The drain has no more time: what has not been answered will not be. */
    void drainNow() {
        close(CloseReason.DRAIN, LEAVING);
    }

    /** Adds what it has done so far. What came before its dialect is known counts when it is: a sum must never become less. */
    void addTo(ConnectionTotals totals) {
        CloseReason closed = reason == null ? CloseReason.CLIENT_CLOSED : reason;
        ConnectionTotals.Part part = totals.add(
                conversation == null ? null : conversation.dialect(),
                state == State.CLOSED ? closed : null,
                writer.queued());
        if (conversation != null) {
            part.addTraffic(inflow.bytes(), writer.bytesOut(), conversation.messagesIn(), conversation.messagesOut());
        } else if (state == State.CLOSED) {
            part.addTraffic(inflow.bytes(), writer.bytesOut(), 0, 0);
        }
    }

    ConnectionInfo describe() {
        boolean ended = state == State.CLOSED;
        return new ConnectionInfo(
                id,
                ended ? "closed" : state == State.CLOSING ? "closing" : "open",
                conversation == null ? null : conversation.dialect().label(),
                entrance.observed(),
                entrance.via(),
                entrance.tls(),
                login.identity().principal(),
                conversation == null ? null : conversation.session(),
                since,
                (System.nanoTime() - lastActivity) / 1_000_000,
                ended ? null : roundTrip.millis(),
                inflow.bytes(),
                writer.bytesOut(),
                conversation == null ? 0 : conversation.messagesIn(),
                conversation == null ? 0 : conversation.messagesOut(),
                writer.queued(),
                conversation == null ? 0 : conversation.pending(),
                ended ? Instant.now() : null,
                reason == null ? null : reason.label(),
                detail.isEmpty() ? null : detail);
    }
}
