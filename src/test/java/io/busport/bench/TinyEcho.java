package io.busport.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busport.wire.Dialect;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.busport.wire.binary.BinaryDecoder;
import io.busport.wire.binary.BinaryEncoder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.Objects;

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

    private String[] readBinary(byte[] frame) {
        BinaryDecoder decoder = new BinaryDecoder(new WireLimits(1 << 20, 0, 0, 255));
        decoder.feed(Buffer.buffer(framing.preface()).appendBytes(frame));
        try {
            Frame.Send send = (Frame.Send) Objects.requireNonNull(decoder.next());
            return new String[] {send.replyAddress(), String.valueOf(send.body())};
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] message(String id, String body) {
        return switch (dialect) {
            case TEXT -> (body + "\n").getBytes(UTF_8);
            case JSON_LINES ->
                jsonMessage(id, body).toBuffer().appendByte((byte) '\n').getBytes();
            case BRIDGE -> prefixed(jsonMessage(id, body));
            case BINARY -> binary(Frame.Message.of(id, Buffer.buffer(body)));
        };
    }

    private byte[] failure(String id) {
        JsonObject err = new JsonObject().put("type", "err").put("address", id).put("message", "sorry");
        return switch (dialect) {
            case TEXT -> "! sorry\n".getBytes(UTF_8);
            case JSON_LINES -> err.toBuffer().appendByte((byte) '\n').getBytes();
            case BRIDGE -> prefixed(err);
            case BINARY -> binary(Frame.Err.of(FailCode.INTERNAL, "sorry").to(id, "messages"));
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

    private static byte[] binary(Frame frame) {
        Buffer out = Buffer.buffer();
        try {
            new BinaryEncoder().encode(frame, out);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        return out.getBytes();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
