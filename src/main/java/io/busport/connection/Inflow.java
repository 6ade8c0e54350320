package io.busport.connection;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.IntSupplier;

/**
 * What comes over a connection: how much, when the last of it, and whether we read on. A frame that has begun is waited for only while we do.
 *
 * <p>Owned by the event loop of its connection.
 */
final class Inflow {
    private final Connection owner;
    private final NetSocket socket;
    private final UnfinishedFrames unfinished;
    private final IntSupplier rest;
    private boolean paused;
    private long lastRead = System.nanoTime();
    private long bytes;

    /** @param rest bytes of a message whose end has not come */
    Inflow(Connection owner, NetSocket socket, UnfinishedFrames unfinished, IntSupplier rest) {
        this.owner = owner;
        this.socket = socket;
        this.unfinished = unfinished;
        this.rest = rest;
    }

    /** Something was read, and is about to be looked at. */
    void began(Buffer data, long now) {
        lastRead = now;
        bytes += data.length();
    }

    /** It was looked at. */
    void ended(Buffer data) {
        unfinished.read(owner, rest.getAsInt(), data.length());
    }

    /** Bytes that were no client's words but the beginning of a handshake. */
    void unread(int some) {
        bytes -= some;
    }

    /** The silence is ours. */
    void excuse(long now) {
        lastRead = now;
    }

    boolean isPaused() {
        return paused;
    }

    void pause() {
        if (!paused) {
            paused = true;
            unfinished.forget(owner);
            socket.pause();
        }
    }

    /** @return whether reading had been paused */
    boolean resume() {
        boolean was = paused;
        if (paused) {
            paused = false;
            unfinished.read(owner, rest.getAsInt(), 0);
            socket.resume();
        }
        return was;
    }

    /** Nothing more is expected. */
    void close() {
        unfinished.forget(owner);
    }

    long bytes() {
        return bytes;
    }

    /** When something was read last, as {@link System#nanoTime}. */
    long lastRead() {
        return lastRead;
    }
}
