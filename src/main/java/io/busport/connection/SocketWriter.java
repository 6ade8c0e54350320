package io.busport.connection;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of a socket. What is written in one turn of the event loop leaves in one flush: answers of a burst each flushed alone
 * cost three times the CPU. Nothing is given to the socket while its queue is full; the queue here is what the limits see.
 *
 * <pre>
 *   append ─► chunks (16 KiB each) ──flush──► socket's queue ──► kernel
 *             └────────────── queued() ─────────────┘
 * </pre>
 */
final class SocketWriter {
    private static final int CHUNK = 16 << 10;
    /** Of a chunk's beginning; what a burst needs is learnt from the last one, because growing is copying. */
    private static final int ROOM = 256;
    /** A large answer is given to the socket in pieces, or a slow reader of it would look like one that does not read. */
    private static final int PIECE = 64 << 10;

    private final Context context;
    private final NetSocket socket;
    private final Runnable onProgress;
    private final ArrayDeque<Buffer> chunks = new ArrayDeque<>();
    private @Nullable Runnable onFlushed;
    private int room = ROOM;
    private int begun; // bytes of the first chunk that the socket has been given
    private boolean flushing;
    private int waiting; // bytes in chunks
    private int inFlight; // bytes given to the socket and not yet to the kernel
    private long bytesOut;
    private long stuckSince; // nanoTime of the last byte's leaving, meaningful while something is queued

    /** @param onProgress called whenever bytes have left */
    SocketWriter(Context context, NetSocket socket, Runnable onProgress) {
        this.context = context;
        this.socket = socket;
        this.onProgress = onProgress;
        socket.drainHandler(v -> flush());
    }

    /**
     * The buffer to append to. Call {@link #appended} afterwards.
     *
     * @param size of what will be appended, as far as it is known; something large gets room of exactly its size, where growing would
     *     take twice of it
     */
    Buffer tail(int size) {
        if (size > CHUNK) {
            Buffer own = Buffer.buffer(size);
            chunks.add(own);
            return own;
        }
        Buffer tail = chunks.peekLast();
        if (tail == null || tail.length() >= CHUNK) {
            tail = Buffer.buffer(room);
            chunks.add(tail);
        }
        return tail;
    }

    /** Says that {@code bytes} were added to {@link #tail}; they leave at the end of this turn. */
    void appended(int bytes) {
        if (queued() == 0) {
            stuckSince = System.nanoTime();
        }
        waiting += bytes;
        if (!flushing) {
            flushing = true;
            context.runOnContext(v -> {
                flushing = false;
                flush();
            });
        }
    }

    /** Gives the socket what it has room for, now. */
    void flush() {
        while (!chunks.isEmpty() && !socket.writeQueueFull()) {
            Buffer piece = nextPiece(chunks.element());
            int length = piece.length();
            waiting -= length;
            inFlight += length;
            // A failed write means a closed socket, which its close handler tells; only the accounting is done here.
            socket.write(piece).onComplete(result -> left(length));
        }
    }

    private Buffer nextPiece(Buffer chunk) {
        int from = begun;
        if (chunk.length() - from <= PIECE) {
            chunks.remove();
            room = Math.max(ROOM, Math.min(CHUNK, chunk.length() + chunk.length() / 4));
            begun = 0;
            return from == 0 ? chunk : chunk.slice(from, chunk.length());
        }
        begun += PIECE;
        return chunk.slice(from, begun);
    }

    private void left(int length) {
        inFlight -= length;
        bytesOut += length;
        stuckSince = System.nanoTime();
        if (queued() == 0 && onFlushed != null) {
            Runnable run = onFlushed;
            onFlushed = null;
            run.run();
        } else {
            onProgress.run();
        }
    }

    /** Runs {@code action} once nothing is queued any more; at once when that is so already. */
    void whenFlushed(Runnable action) {
        if (queued() == 0) {
            action.run();
        } else {
            onFlushed = action;
        }
    }

    /** Drops what the socket has not been given yet, except the rest of a chunk it has the beginning of: no line is cut. */
    void dropWaiting() {
        Buffer first = chunks.peek();
        chunks.clear();
        waiting = 0;
        if (first != null && begun > 0) {
            chunks.add(first);
            waiting = first.length() - begun;
        }
    }

    /** Bytes that have not reached the kernel. */
    int queued() {
        return waiting + inFlight;
    }

    /** Bytes that have. */
    long bytesOut() {
        return bytesOut;
    }

    /** For how long nothing has left although something is queued, in nanoseconds; 0 when nothing is queued. */
    long stuckNanos(long now) {
        return queued() == 0 ? 0 : now - stuckSince;
    }
}
