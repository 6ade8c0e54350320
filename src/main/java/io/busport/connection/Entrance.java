package io.busport.connection;

import io.busport.config.ListenConfig;
import io.busport.config.ProxyProtocolConfig;
import io.busport.config.Units;
import io.busport.nat.ObservedAddress;
import io.busport.nat.ProxyHeader;
import io.busport.security.tls.Handshake;
import io.busport.security.tls.ServerTls;
import io.busport.security.tls.TlsInfo;
import io.busport.wire.Sniffer;
import io.busport.wire.Stranger;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way in: whom a connection is from, whether it is let in, whether it is in TLS, what it speaks.
 *
 * <pre>
 *   from a client:          admitted ──────────────────────────┐
 *   from a trusted proxy:   PROXY header ► its client admitted ┼► Greeting ┬───────────────────────► known
 *                           no header ───► the proxy admitted ─┘           └ TLS handshake ► Greeting ┘
 * </pre>
 *
 * <p>A header and a handshake have a deadline each, from their first byte: who stretches them has no memory of ours for long.
 */
final class Entrance implements Handshake.Listener {
    /** How long an undecided beginning waits for its next byte when text.flushAfter is off. */
    private static final long UNDECIDED_MILLIS = 1000;

    /** What has begun, and what becomes of the connection when it has not ended in time. */
    private record Step(String what, long until, Duration limit, CloseReason otherwise) {}

    private final GatewayLoop loop;
    private final Connection connection;
    private final NetSocketInternal socket;
    private final ProxyProtocolConfig proxy;
    private final String peer;
    private final boolean fromProxy;
    private String observed;
    private String host; // of the observed address
    private boolean introduced;
    private boolean admitted;
    private Greeting greeting;
    private @Nullable Step step;
    private @Nullable Buffer header; // the beginning of a PROXY header
    private @Nullable TlsInfo tls;

    Entrance(GatewayLoop loop, Connection connection, NetSocketInternal socket) {
        SocketAddress from = socket.remoteAddress();
        ListenConfig listen = loop.config().listen();
        this.loop = loop;
        this.connection = connection;
        this.socket = socket;
        this.proxy = listen.proxyProtocol();
        this.peer = ObservedAddress.of(from);
        this.observed = peer;
        this.host = String.valueOf(from.hostAddress());
        this.fromProxy = loop.trustedProxies().contains(host);
        this.greeting = newGreeting();
    }

    private Greeting newGreeting() {
        long quiet = loop.config().text().flushAfter().toMillis();
        return new Greeting(loop.vertx(), quiet > 0 ? quiet : UNDECIDED_MILLIS, this::known);
    }

    void open() {
        if (!fromProxy) {
            boolean unused = admit();
        }
    }

    /** The client as the gateway sees it, or as a trusted proxy does. */
    String observed() {
        return observed;
    }

    /** The proxy that has said who the client is, {@code ip:port}; null without one. */
    @Nullable
    String via() {
        return observed.equals(peer) ? null : peer;
    }

    /** What the handshake agreed on; null without TLS. */
    @Nullable
    TlsInfo tls() {
        return tls;
    }

    /** Whether something was said that nobody knows the meaning of yet. */
    boolean hasBegun() {
        return greeting.hasBegun();
    }

    /** The client has nothing more to say, and has not said anything yet. */
    void peerEnded() {
        if (step == null) {
            connection.close(CloseReason.CLIENT_CLOSED, "without a word");
        } else {
            connection.close(step.otherwise, "the client went away before the " + step.what);
        }
    }

    void feed(Buffer data) {
        if (header == null) {
            greeting.feed(data);
        } else {
            introduce(header.appendBuffer(data));
        }
    }

    /** No more bytes come for now: what they are is decided by those there are. */
    void settle() {
        greeting.settle();
    }

    /** @return whether a step is under way; one that has taken too long ends the connection */
    boolean tick(long now) {
        Step late = step;
        if (late != null && now - late.until > 0) {
            connection.close(late.otherwise, "no " + late.what + " within " + Units.say(late.limit));
        }
        return late != null;
    }

    /** The connection has ended. */
    void leave() {
        greeting.abandon();
        step = null;
        if (admitted) {
            admitted = false;
            loop.admission().left(host);
        }
    }

    private boolean admit() {
        String refusal = loop.admission().admit(host);
        if (refusal == null) {
            admitted = true;
            connection.presence().admitted();
        } else {
            connection.close(CloseReason.TOO_MANY_CONNECTIONS, refusal);
        }
        return admitted;
    }

    private void known(Sniffer.Found found, Buffer head) {
        boolean isHeader = found.stranger() == Stranger.PROXY && tls == null && !introduced;
        if (isHeader && fromProxy) {
            step = step("whole PROXY protocol header", proxy.timeout(), CloseReason.PROXY_REFUSED);
            introduce(Buffer.buffer().appendBuffer(head));
        } else if (isHeader && proxy.isOn()) {
            connection.dismiss(
                    Stranger.PROXY,
                    CloseReason.PROXY_REFUSED,
                    "a PROXY protocol header from " + host + " (expected: one of listen.proxyProtocol.trusted)");
        } else if (proxy.isRequired() && !introduced) {
            connection.close(
                    CloseReason.PROXY_REFUSED,
                    "no PROXY protocol header (expected: one first, listen.proxyProtocol.mode is required)");
        } else if (admitted || admit()) {
            secure(found, head);
        }
    }

    private Step step(String what, Duration limit, CloseReason otherwise) {
        return new Step(what, System.nanoTime() + limit.toNanos(), limit, otherwise);
    }

    // --- PROXY protocol

    private void introduce(Buffer bytes) {
        header = bytes;
        ProxyHeader.Result result = ProxyHeader.parse(bytes);
        if (result.problem() != null) {
            connection.close(CloseReason.PROXY_REFUSED, result.problem());
        } else if (result.isFound()) {
            header = null;
            step = null;
            introduced = true;
            if (result.observed() != null) {
                observed = result.observed();
                host = ObservedAddress.hostOf(observed);
            }
            greeting = newGreeting();
            if (admit() && result.length() < bytes.length()) {
                greeting.feed(bytes.slice(result.length(), bytes.length()));
            }
        }
    }

    // --- TLS

    private void secure(Sniffer.Found found, Buffer head) {
        ServerTls server = loop.tls().current();
        if (server == null || tls != null) {
            connection.known(found, head);
        } else if (found.stranger() == Stranger.TLS) {
            step = step("end of the TLS handshake", server.handshakeTimeout(), CloseReason.TLS_FAILED);
            greeting = newGreeting();
            connection.inflow().unread(head.length());
            Handshake.begin(socket, server, this::compute, head, this);
        } else if (server.isRequired() && found.dialect() != null) {
            connection.refuse(
                    found.dialect(),
                    CloseReason.TLS_REQUIRED,
                    "only TLS is spoken here (expected: a TLS handshake first)");
        } else {
            connection.known(found, head);
        }
    }

    /** A signature takes a millisecond, and a thousand clients may come back at once: that is no work for an event loop. */
    private void compute(Runnable task) {
        var unused = loop.context()
                .executeBlocking(
                        () -> {
                            task.run();
                            return true;
                        },
                        false);
    }

    @Override
    public void secured(TlsInfo info) {
        step = null;
        tls = info;
        connection.presence().log().secured(info);
    }

    @Override
    public void failed(String cause) {
        connection.close(CloseReason.TLS_FAILED, cause);
    }
}
