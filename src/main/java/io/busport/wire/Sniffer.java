package io.busport.wire;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the first bytes who is on a connection. Used once for each connection, by the event loop that owns it.
 *
 * <p>Everything that nobody else claims is text, because a person with a socket may start with anything. So the sniffer only has to wait
 * while the bytes are the beginning of something known ({@code "GE"} of a browser); whoever calls it bounds that wait and then
 * {@link #SETTLED settles} for text.
 */
public final class Sniffer {
    private static final Stranger[] STRANGERS = Stranger.values();

    /** Who it is. Exactly one of the two is set. */
    public record Found(@Nullable Dialect dialect, @Nullable Stranger stranger) {}

    /** What undecided bytes are when no more of them come. */
    public static final Found SETTLED = new Found(Dialect.TEXT, null);

    private Sniffer() {}

    /**
     * @param head all bytes so far, at least one
     * @return null while more bytes are needed
     */
    public static @Nullable Found sniff(Buffer head) {
        boolean waiting = false;
        for (Stranger stranger : STRANGERS) {
            switch (stranger.detector().look(head)) {
                case YES -> {
                    return new Found(null, stranger);
                }
                case NOT_YET -> waiting = true;
                case NO -> {}
            }
        }
        return waiting ? null : SETTLED;
    }
}
