package io.busport.connection;

import io.busport.nat.ObservedAddress;
import io.busport.nat.ProxyHeader;
import io.busport.wire.Sniffer;
import io.busport.wire.Stranger;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way in: whom a connection is from, whether it is let in, what it speaks.
 *
 * <pre>
 *   from a client:          admitted ────────────────────────────► Greeting ──► known
 *   from a trusted proxy:   PROXY header ──► its client admitted ─► Greeting ──► known
 *                           no header ─────► the proxy admitted ───────────────► known
 * </pre>
 */
final class Entrance {
    /** How long an undecided beginning waits for its next byte when text.flushAfter is off. */
    private static final long UNDECIDED_MILLIS = 1000;

    private final GatewayLoop loop;
    private final Connection connection;
    private final String peerHost;
    private final boolean fromProxy;
    private String observed;
    private String host; // of the observed address
    private boolean admitted;
    private Greeting greeting;
    private @Nullable Buffer header; // the beginning of a PROXY header

    Entrance(GatewayLoop loop, Connection connection, SocketAddress peer) {
        this.loop = loop;
        this.connection = connection;
        this.observed = ObservedAddress.of(peer);
        this.peerHost = String.valueOf(peer.hostAddress());
        this.host = peerHost;
        this.fromProxy = loop.trustedProxies().contains(peerHost);
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

    /** Whether something was said that nobody knows the meaning of yet. */
    boolean hasBegun() {
        return greeting.hasBegun();
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

    /** The connection has ended. */
    void leave() {
        greeting.abandon();
        if (admitted) {
            admitted = false;
            loop.admission().left(host);
        }
    }

    private boolean admit() {
        String refusal = loop.admission().admit(host);
        if (refusal == null) {
            admitted = true;
            connection.admitted();
        } else {
            connection.close(CloseReason.TOO_MANY_CONNECTIONS, refusal);
        }
        return admitted;
    }

    private void known(Sniffer.Found found, Buffer head) {
        if (fromProxy && !admitted && found.stranger() == Stranger.PROXY) {
            introduce(Buffer.buffer().appendBuffer(head));
        } else if (admitted || admit()) {
            connection.known(found, head);
        }
    }

    private void introduce(Buffer bytes) {
        header = bytes;
        ProxyHeader.Result result = ProxyHeader.parse(bytes);
        if (result.problem() != null) {
            connection.close(CloseReason.STRANGER, result.problem());
        } else if (result.isFound()) {
            header = null;
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
}
