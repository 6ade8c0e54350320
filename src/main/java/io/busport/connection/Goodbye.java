package io.busport.connection;

import io.busport.nat.Tcp;
import io.busport.security.tls.CloseNotify;
import io.vertx.core.internal.net.NetSocketInternal;
import java.time.Duration;

/**
 * The last steps of a socket, so that the last word arrives.
 *
 * <pre>
 *   everything queued is written ─► our end (FIN) ─► the client's end, or the deadline ─► closed
 * </pre>
 *
 * <p>To close at once, while the client says more than was read, would send a reset, and the reset would overtake the last word. So only
 * our direction ends, and the client's end is awaited for a while.
 */
final class Goodbye {
    private final NetSocketInternal socket;
    private final SocketWriter writer;
    private final Duration lingerTimeout;
    private boolean peerEnded;
    private boolean allSaid;
    private long until = Long.MAX_VALUE; // nanoTime

    Goodbye(NetSocketInternal socket, SocketWriter writer, Duration lingerTimeout) {
        this.socket = socket;
        this.writer = writer;
        this.lingerTimeout = lingerTimeout;
    }

    /** The client has ended its direction, before or after {@link #say()}. */
    void peerEnded() {
        peerEnded = true;
        if (allSaid) {
            hangUp();
        }
    }

    /** Writes what is queued, then ends the connection in order. */
    void say() {
        writer.flush();
        writer.whenFlushed(() -> CloseNotify.say(socket.channelHandlerContext().channel(), this::endOutput));
    }

    private void endOutput() {
        allSaid = true;
        if (peerEnded) {
            hangUp();
        } else {
            until = System.nanoTime() + lingerTimeout.toNanos();
            Tcp.shutdownOutput(socket.channelHandlerContext().channel());
        }
    }

    /** Ends the connection without a word and without waiting for anything. */
    void reset() {
        Tcp.reset(socket.channelHandlerContext());
    }

    void tick(long now) {
        if (now > until) {
            reset();
        }
    }

    /**
     * Both directions are at their end, and nothing is queued. So the close starts below the flush that {@code NetSocket.close()} would
     * begin with, which never ends when it is called from the completion of a write (Vert.x 5.2.3).
     */
    private void hangUp() {
        Tcp.close(socket.channelHandlerContext());
    }
}
