package io.busport.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway said.
 *
 * @param type {@code pong}, {@code message} or {@code err}; in text always a message
 * @param address of the message, or the label of the request that it answers
 * @param body of a message, or the sentence of an error
 */
record Heard(
        String type,
        @Nullable String address,
        @Nullable String replyAddress,
        @Nullable String body) {

    /** Waits for the next frame or line. */
    static Heard next(Speech speech, DataInputStream in) throws IOException {
        return switch (speech) {
            case TEXT -> new Heard("message", null, null, line(in));
            case JSON_LINES, BRIDGE -> of(new JsonObject(nextText(speech, in)));
            case BINARY -> of(ByteBuffer.wrap(exactly(in, varint(in))));
        };
    }

    /** Waits for the next frame of a dialect that is JSON. */
    static String nextText(Speech speech, DataInputStream in) throws IOException {
        return speech == Speech.BRIDGE ? new String(exactly(in, in.readInt()), UTF_8) : line(in);
    }

    private static Heard of(JsonObject json) {
        boolean err = "err".equals(json.getString("type"));
        return new Heard(
                json.getString("type"),
                json.getString("address"),
                json.getString("replyAddress"),
                err ? json.getString("message") : json.getString("body"));
    }

    private static Heard of(ByteBuffer frame) throws IOException {
        int kind = frame.get() & 0x0F;
        int flags = frame.get();
        boolean labelled = (flags & 0x01) != 0;
        switch (kind) {
            case 2 -> {
                return new Heard("pong", null, null, null);
            }
            case 7 -> {
                String address = text(frame);
                String replyAddress = labelled ? text(frame) : null;
                skipHeaders(frame, (flags & 0x02) != 0);
                return new Heard("message", address, replyAddress, rest(frame));
            }
            case 8 -> {
                byte unusedCode = frame.get();
                String label = labelled ? text(frame) : null;
                String unusedSource = (flags & 0x02) != 0 ? text(frame) : "";
                if ((flags & 0x10) != 0) {
                    int unusedFailure = varint(frame);
                    int textAndOne = varint(frame);
                    frame.position(frame.position() + Math.max(0, textAndOne - 1));
                }
                return new Heard("err", label, null, rest(frame));
            }
            default -> throw new IOException("kind " + kind + " (expected: PONG, MESSAGE or ERR from a gateway)");
        }
    }

    private static void skipHeaders(ByteBuffer frame, boolean any) {
        for (int texts = any ? 2 * varint(frame) : 0; texts > 0; texts--) {
            String unused = text(frame);
        }
    }

    private static String text(ByteBuffer frame) {
        byte[] utf8 = new byte[varint(frame)];
        frame.get(utf8);
        return new String(utf8, UTF_8);
    }

    private static String rest(ByteBuffer frame) {
        return UTF_8.decode(frame).toString();
    }

    private static int varint(ByteBuffer frame) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = frame.get();
            value |= (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static int varint(DataInputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.readByte();
            value |= (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static byte[] exactly(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; line.write(b)) {
            if (b < 0) {
                throw new EOFException("the end after " + line.toString(UTF_8));
            }
        }
        return line.toString(UTF_8);
    }
}
