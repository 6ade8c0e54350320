package io.busport.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client of the bridge dialect with only a socket.
 *
 * <pre>
 *   00 00 00 0f  { " t y p e " : " p i n g " }
 *   └─ length ─┘ └────── JSON, UTF-8 ────────┘
 * </pre>
 *
 * Whatever does not come in time, or comes broken, is an {@link AssertionError}.
 */
public final class BridgeSocket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LENGTH = 4;

    private final TextSocket socket;
    private final Duration patience;
    private Buffer unread = Buffer.buffer();

    public BridgeSocket(int port) {
        this(new TextSocket(port), PATIENCE);
    }

    /** @param patience how long a read waits for a byte */
    public BridgeSocket(TextSocket socket, Duration patience) {
        this.socket = socket.patience(patience);
        this.patience = patience;
    }

    /** A frame as it is on the wire. */
    public static Buffer frame(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return Buffer.buffer().appendInt(bytes.length).appendBytes(bytes);
    }

    /** Several frames go out in one piece. */
    public BridgeSocket send(String... frames) {
        Buffer all = Buffer.buffer();
        for (String json : frames) {
            all.appendBuffer(frame(json));
        }
        return send(all);
    }

    public BridgeSocket send(JsonObject frame) {
        return send(frame.encode());
    }

    public BridgeSocket send(Buffer bytes) {
        socket.send(bytes.getBytes());
        return this;
    }

    /** The JSON of the next frame, to the letter. */
    public String readText() {
        String text = readTextOrEnd();
        assertThat(text).as("a frame, and not the end of the stream").isNotNull();
        return String.valueOf(text);
    }

    public JsonObject read() {
        return new JsonObject(readText());
    }

    /** Sends a frame and reads one. */
    public JsonObject ask(String json) {
        return send(json).read();
    }

    /** The gateway has taken everything that was said before, and has nothing to say but this. */
    public void assertNothingButPong() {
        assertThat(send("{\"type\":\"ping\"}").readText()).isEqualTo("{\"type\":\"pong\"}");
    }

    /** Nothing comes any more, and then the end of the stream. */
    public void assertEnd() {
        assertThat(readTextOrEnd()).as("the end of the stream").isNull();
    }

    private @Nullable String readTextOrEnd() {
        while (unread.length() < LENGTH || unread.length() < LENGTH + unread.getInt(0)) {
            byte[] some = readSome();
            if (some == null) {
                assertThat(unread.length()).as("bytes of a broken frame").isZero();
                return null;
            }
            unread.appendBytes(some);
        }
        int end = LENGTH + unread.getInt(0);
        String text = unread.getString(LENGTH, end);
        unread = unread.getBuffer(end, unread.length());
        return text;
    }

    /**
     * Reads everything up to the end of the stream.
     *
     * @return how many bytes that was
     */
    public long skipToEnd() {
        long bytes = unread.length();
        unread = Buffer.buffer();
        byte[] some;
        while ((some = readSome()) != null) {
            bytes += some.length;
        }
        return bytes;
    }

    private byte @Nullable [] readSome() {
        try {
            return socket.readSome();
        } catch (UncheckedIOException e) {
            throw new AssertionError("nothing came within " + patience + "; so far " + unread, e);
        }
    }

    /** Half-close: the client says nothing more, and still reads. */
    public BridgeSocket endOutput() {
        var unused = socket.endOutput();
        return this;
    }

    /** The socket below; who reads from it takes bytes away from frames. */
    public TextSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }
}
