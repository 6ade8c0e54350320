package io.busport.bench;

import io.busport.wire.Dialect;
import org.jspecify.annotations.Nullable;

/** How a dialect writes the request for an echo, where a frame of it ends, and what an answer says. Has no state. */
public interface Framing {
    /** No whole frame yet. */
    int INCOMPLETE = -1;

    /** The largest frame that is waited for; a length beyond it means that the peer speaks something else. */
    int MAX_FRAME = 16 << 20;

    /**
     * What a frame says that came from the server.
     *
     * @param body null when it is a failure
     */
    record Answer(@Nullable String id, @Nullable String body, String failure) {
        static Answer of(@Nullable String id, String body) {
            return new Answer(id, body, "");
        }

        static Answer failed(@Nullable String id, String why) {
            return new Answer(id, null, why);
        }
    }

    /** What each side sends before its first frame; the server's is no part of its frames. */
    default byte[] preface() {
        return new byte[0];
    }

    /** Whether answers name their request; otherwise they come in the order of the requests. */
    default boolean namesRequests() {
        return true;
    }

    /** What a client says first that has to log in. */
    byte[] login(String token);

    /**
     * Reads the answer to that.
     *
     * @throws IllegalArgumentException with what it says, when it lets nobody in
     */
    void readLogin(byte[] data, int from, int to);

    /** A whole frame that asks {@code address} for an echo of {@code body}. */
    byte[] request(String address, byte[] id, byte[] body);

    /**
     * The position after the frame that begins at {@code from}, or {@link #INCOMPLETE}.
     *
     * @throws IllegalArgumentException when no frame can begin so
     */
    int end(byte[] data, int from, int to);

    /**
     * Reads a whole frame.
     *
     * @throws IllegalArgumentException when it is no answer
     */
    Answer read(byte[] data, int from, int to);

    static Framing of(Dialect dialect) {
        return switch (dialect) {
            case TEXT -> new TextFraming();
            case JSON_LINES -> new JsonLinesFraming();
            case BRIDGE -> new BridgeFraming();
            case BINARY -> new BinaryFraming();
        };
    }
}
