package io.busport.wire.bridge;

import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.eventbus.bridge.tcp.impl.protocol.FrameHelper;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes that the official bridge writes. */
final class Official implements WriteStream<Buffer> {
    private final Buffer written = Buffer.buffer();

    private Official() {}

    static Buffer bytes(Frame frame) {
        Official out = new Official();
        if (frame instanceof Frame.Message m) {
            JsonObject headers = new JsonObject();
            m.headers().forEach(headers::put);
            FrameHelper.sendFrame("message", m.address(), m.replyAddress(), headers, m.send(), m.body(), out);
        } else if (frame instanceof Frame.Pong) {
            FrameHelper.sendFrame("pong", out);
        } else if (frame instanceof Frame.Err e && e.failure() != null) {
            FrameHelper.sendErrFrame(e.sourceAddress(), e.address(), failure(e), out);
        } else {
            FrameHelper.sendErrFrame(((Frame.Err) frame).code().word(), out);
        }
        return out.written;
    }

    private static ReplyException failure(Frame.Err err) {
        Frame.Failure failure = Objects.requireNonNull(err.failure());
        return new ReplyException(ReplyFailure.valueOf(err.code().failureType()), failure.code(), failure.message());
    }

    @Override
    public Future<Void> write(Buffer data) {
        written.appendBuffer(data);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        return Future.succeededFuture();
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
