package io.busport.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;

/** An echo server for the tests of the load generator, in any dialect, that gives some answers wrong when it is told to. */
final class TinyEcho implements AutoCloseable {
    enum Twist {
        RIGHT,
        OTHER_BODY,
        OTHER_ID,
        TWICE,
        FAILURE,
        NEVER,
        CLOSE,
        NONSENSE
    }

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Dialect dialect;
    private final Framing framing;
    private final Twist twist;
    private final int every;
    private final int piece;
    private final NetServer server;
    private int seen;

    /** @param every how many requests make one to be answered wrong */
    TinyEcho(Dialect dialect, Twist twist, int every) {
        this(dialect, twist, every, 0);
    }

    /** @param piece bytes that leave in one write; 0: all answers to one read */
    TinyEcho(Dialect dialect, Twist twist, int every, int piece) {
        this.dialect = dialect;
        this.framing = Framing.of(dialect);
        this.twist = twist;
        this.every = every;
        this.piece = piece;
        this.server = vertx.createNetServer().connectHandler(this::serve);
        server.listen(0, "127.0.0.1").await();
    }

    int port() {
        return server.actualPort();
    }

    private void serve(NetSocket socket) {
        Buffer rest = Buffer.buffer();
        Buffer[] in = {rest};
        boolean[] begun = {false};
        socket.handler(data -> {
            byte[] all = in[0].appendBuffer(data).getBytes();
            int at = begun[0] ? 0 : framing.preface().length;
            Buffer out = begun[0] ? Buffer.buffer() : Buffer.buffer(framing.preface());
            begun[0] = true;
            for (int end; at < all.length && (end = framing.end(all, at, all.length)) >= 0; at = end) {
                answer(Arrays.copyOfRange(all, at, end), out, socket);
            }
            in[0] = Buffer.buffer().appendBytes(all, at, all.length - at);
            write(out, socket);
        });
    }

    private void write(Buffer out, NetSocket socket) {
        int step = piece == 0 ? Math.max(1, out.length()) : piece;
        for (int i = 0; i < out.length(); i += step) {
            socket.write(out.getBuffer(i, Math.min(out.length(), i + step)));
        }
    }

    private void answer(byte[] request, Buffer out, NetSocket socket) {
        String[] idAndBody = read(request);
        String id = idAndBody[0];
        String body = idAndBody[1];
        switch (++seen % every == 0 ? twist : Twist.RIGHT) {
            case RIGHT -> out.appendBytes(message(id, body));
            case OTHER_BODY -> out.appendBytes(message(id, body.replace('o', '0')));
            case OTHER_ID -> out.appendBytes(message("rffff", body));
            case TWICE -> out.appendBytes(message(id, body)).appendBytes(message(id, body));
            case FAILURE -> out.appendBytes(failure(id));
            case NEVER -> {}
            case CLOSE -> socket.close();
            case NONSENSE -> out.appendBytes(new byte[] {-1, -1, -1, -1, -1, '\n'});
        }
    }

    private String[] read(byte[] frame) {
        return switch (dialect) {
            case TEXT -> new String[] {"", new String(frame, 0, frame.length - 1, UTF_8)};
            case JSON_LINES -> readJson(new JsonObject(Buffer.buffer(frame)));
            case BRIDGE -> readJson(new JsonObject(Buffer.buffer(frame).getBuffer(4, frame.length)));
            case BINARY -> readBinary(frame);
        };
    }

    private static String[] readJson(JsonObject frame) {
        return new String[] {frame.getString("replyAddress"), frame.getString("body")};
    }

    /** With lengths of one byte each, but for the frame's, which may have two. */
    private static String[] readBinary(byte[] frame) {
        int address = frame[0] < 0 ? 4 : 3;
        int id = address + 1 + frame[address];
        int body = id + 1 + frame[id];
        return new String[] {
            new String(frame, id + 1, frame[id], UTF_8), new String(frame, body, frame.length - body, UTF_8)
        };
    }

    private byte[] message(String id, String body) {
        return switch (dialect) {
            case TEXT -> (body + "\n").getBytes(UTF_8);
            case JSON_LINES ->
                jsonMessage(id, body).toBuffer().appendByte((byte) '\n').getBytes();
            case BRIDGE -> prefixed(jsonMessage(id, body));
            case BINARY -> binary(0x37, id, body);
        };
    }

    private byte[] failure(String id) {
        JsonObject err = new JsonObject().put("type", "err").put("address", id).put("message", "sorry");
        return switch (dialect) {
            case TEXT -> "! sorry\n".getBytes(UTF_8);
            case JSON_LINES -> err.toBuffer().appendByte((byte) '\n').getBytes();
            case BRIDGE -> prefixed(err);
            case BINARY -> binary(0x28, id, "sorry");
        };
    }

    private static JsonObject jsonMessage(String id, String body) {
        return new JsonObject()
                .put("type", "message")
                .put("address", id)
                .put("headers", new JsonObject())
                .put("body", body)
                .put("send", true);
    }

    private static byte[] prefixed(JsonObject frame) {
        Buffer json = frame.toBuffer();
        return Buffer.buffer().appendInt(json.length()).appendBuffer(json).getBytes();
    }

    private static byte[] binary(int kind, String id, String body) {
        int length = 2 + 1 + id.length() + body.length();
        Buffer out = Buffer.buffer();
        if (length > 0x7F) {
            out.appendByte((byte) ((length & 0x7F) | 0x80)).appendByte((byte) (length >> 7));
        } else {
            out.appendByte((byte) length);
        }
        return out.appendByte((byte) kind)
                .appendByte((byte) 0)
                .appendByte((byte) id.length())
                .appendString(id)
                .appendString(body)
                .getBytes();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
