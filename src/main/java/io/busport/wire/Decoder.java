package io.busport.wire;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one connection to frames. Pulled, not pushed: whoever has no room for another frame simply does not ask for it. It survives
 * any fragmentation, one byte at a time included, and asks for no more memory than bytes have come.
 *
 * <p>Belongs to one connection and its event loop.
 */
public interface Decoder {
    /** Adds what was read, which nobody changes any more: bodies may be slices of it. */
    void feed(Buffer data);

    /**
     * The next whole frame.
     *
     * @return null when there is none yet
     * @throws WireException when a frame cannot be read; unless it is fatal, the next call reads the one after it
     */
    @Nullable
    Frame next() throws WireException;

    /**
     * As {@link #next()} when that has no more and no byte can follow either: what has no end of its own may be a frame all the same.
     */
    default @Nullable Frame finish() throws WireException {
        return null;
    }

    /** Bytes that wait: of a frame that is not whole, and of those that nobody has asked for. */
    int rest();

    /** Whether there are any. */
    default boolean hasRest() {
        return rest() > 0;
    }

    /** Forgets them: nobody will ask any more, and a connection may still take a while to end. */
    void clear();
}
