package io.busport.connection;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.IntSupplier;

/**
 * What comes over a connection: how much, when the last of it, and whether we read on. A frame that has begun is waited for only while there is
 * room for it.
 *
 * <p>Owned by the event loop of its connection.
 */
final class Inflow {
    private final Connection owner;
    private final NetSocket socket;
    private final UnfinishedFrames unfinished;
    private final Turn turn;
    private final IntSupplier rest;
    private boolean full;
    private boolean waiting;
    private long lastRead = System.nanoTime();
    private long bytes;

    /**
     * @param turn begins again with a look at what was read
     * @param rest bytes of a message whose end has not come
     */
    Inflow(Connection owner, NetSocket socket, UnfinishedFrames unfinished, Turn turn, IntSupplier rest) {
        this.owner = owner;
        this.socket = socket;
        this.unfinished = unfinished;
        this.turn = turn;
        this.rest = rest;
    }

    /** Something was read, and is about to be looked at. */
    void began(Buffer data, long now) {
        lastRead = now;
        bytes += data.length();
        turn.count(data.length() >> 10);
    }

    Turn turn() {
        return turn;
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
        return full || waiting;
    }

    /** Whether reading goes on when there is room. */
    boolean isFull() {
        return full;
    }

    /** Nothing more can be taken now: others have their turn, or there is no room. */
    void pause() {
        if (!isPaused()) {
            socket.pause();
        }
        if (turn.isOver()) {
            waiting = true;
            turn.end();
        } else if (!full) {
            full = true;
            unfinished.forget(owner);
        }
    }

    /** @return whether reading had been paused */
    boolean resume() {
        boolean was = isPaused();
        if (was) {
            full = false;
            waiting = false;
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
