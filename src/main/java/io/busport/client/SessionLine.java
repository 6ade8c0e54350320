package io.busport.client;

import io.busport.nat.Tcp;
import io.busport.wire.Decoder;
import io.busport.wire.Encoder;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/**
 * One socket: frames out, frames in. What is written in one turn leaves in one write, and data only while the socket has room, so that a
 * ping never waits behind more than {@link #CHUNK} bytes of ours and what the socket queues. On the client's event loop.
 */
final class SessionLine implements Line {
    /** Whose connection it is. Told nothing after {@link #reset}. */
    interface Owner {
        void frame(SessionLine from, Frame frame);

        /** Everything that was read in one go has been told. */
        void read(SessionLine from);

        /** There is room again. */
        void drained(SessionLine from);

        void closed(SessionLine from, Cause cause, String reason);
    }

    private static final int CHUNK = 64 << 10;

    private final NetSocketInternal socket;
    private final Endpoint endpoint;
    private final Encoder encoder;
    private final Decoder decoder;
    private final Owner owner;
    private Buffer out = Buffer.buffer();
    private Cause cause = Cause.EOF;
    private String reason = "closed by the gateway";
    private boolean gone;

    SessionLine(NetSocket socket, Endpoint endpoint, Encoder encoder, Decoder decoder, Owner owner) {
        this.socket = (NetSocketInternal) socket;
        this.endpoint = endpoint;
        this.encoder = encoder;
        this.decoder = decoder;
        this.owner = owner;
        encoder.begin(out);
    }

    /** From now on the owner is told, at first perhaps that it is gone already. */
    void start() {
        Tcp.tune(socket.channelHandlerContext().channel());
        socket.handler(this::onData)
                .drainHandler(v -> {
                    if (!gone) {
                        owner.drained(this);
                    }
                })
                .exceptionHandler(e -> {
                    cause = Cause.RESET;
                    reason = Dialer.reason(e);
                })
                .closeHandler(v -> closed());
        if (!socket.channelHandlerContext().channel().isActive()) {
            closed(); // before anybody listened for it
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void write(Frame frame) {
        try {
            encoder.encode(frame, out);
        } catch (WireException e) {
            // Bodies are looked at when they are taken from the program, so this is a fault of ours.
            throw new IllegalStateException(frame.kind() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isFull() {
        return gone || out.length() >= CHUNK || socket.writeQueueFull();
    }

    /** @return whether anything was written, which the socket has now */
    boolean flush() {
        if (gone || out.length() == 0) {
            return false;
        }
        Buffer all = out;
        out = Buffer.buffer(Math.min(CHUNK, all.length()));
        var unused = socket.write(all); // fails with the connection, whose end is told
        return true;
    }

    private void onData(Buffer data) {
        if (gone) {
            return;
        }
        try {
            decoder.feed(data);
            Frame frame;
            while (!gone && (frame = decoder.next()) != null) {
                owner.frame(this, frame);
            }
        } catch (WireException e) {
            cause = Cause.UNREADABLE;
            reason = String.valueOf(e.getMessage());
            Tcp.reset(socket.channelHandlerContext());
            closed();
        }
        if (!gone) {
            owner.read(this);
        }
    }

    private void closed() {
        if (!gone) {
            gone = true;
            owner.closed(this, cause, reason);
        }
    }

    /** The end, at once: waiting for a peer that is silent would take as long as its silence. */
    void reset() {
        gone = true;
        Tcp.reset(socket.channelHandlerContext());
    }

    /** The end, after what was written. */
    Future<Void> close() {
        var unused = flush();
        gone = true;
        return socket.close();
    }
}
