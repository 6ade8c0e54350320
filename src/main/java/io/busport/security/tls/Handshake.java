package io.busport.security.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of a connection whose first bytes have been read and turned out to be TLS.
 *
 * <pre>
 *   before   head ───────────────────────────────────────── EndOfInput ─ Vert.x ─► first bytes
 *   after    head ─ Doorkeeper ─ SNI, then SSL ─ Handshake ─ EndOfInput ─ Vert.x ─► what is said inside
 *              └── the first bytes, again
 * </pre>
 *
 * <p>{@code NetSocket.upgradeToSsl} is made for protocols where both ends agree in words to go on in TLS: what has been read before it is
 * gone, and it makes its context in another turn, in which more of the client's hello may be read and lost. So the handlers are put in
 * here, in the turn that saw the first byte, and the bytes are put back at the head of the pipeline, from where they come as if they had
 * just been read. No decision has to be made below Vert.x, and whoever knew a connection's first bytes knows the first ones inside in the
 * same way. A socket must not be paused meanwhile.
 *
 * <p>Belongs to the event loop of its socket.
 */
public final class Handshake extends ChannelInboundHandlerAdapter {
    /** Who waits for the end of a handshake. One of the two is called, once. */
    public interface Listener {
        /** Everything read from now on was said inside. */
        void secured(TlsInfo info);

        /** The client has been sent an alert, if it was there for one. What the socket still says is of no use. */
        void failed(String cause);
    }

    private final Listener listener;
    private final Doorkeeper doorkeeper = new Doorkeeper();
    private @Nullable String serverName;
    private @Nullable Object inputEnd;
    private boolean done;

    private Handshake(Listener listener) {
        this.listener = listener;
    }

    /**
     * Begins it.
     *
     * @param tasks where what takes long is computed, such as signatures
     * @param first every byte of it that was read
     */
    public static void begin(NetSocketInternal socket, ServerTls tls, Executor tasks, Buffer first, Listener listener) {
        ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
        Handshake handshake = new Handshake(listener);
        pipeline.addFirst("busport-handshake", handshake);
        pipeline.addFirst("busport-tls", tls.newHandler(tasks));
        pipeline.addFirst("busport-doorkeeper", handshake.doorkeeper);
        pipeline.fireChannelRead(Unpooled.wrappedBuffer(first.getBytes()));
        pipeline.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SniCompletionEvent sni) {
            serverName = sni.hostname();
        } else if (event instanceof SslHandshakeCompletionEvent end && !done) {
            done = true;
            finish(ctx, end);
        } else if (event instanceof ChannelInputShutdownEvent && !done) {
            // What was said before it may still wait for a task that is computed elsewhere.
            inputEnd = event;
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    private void finish(ChannelHandlerContext ctx, SslHandshakeCompletionEvent end) {
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        if (end.isSuccess() && handler != null) {
            listener.secured(TlsInfo.of(handler, serverName));
        } else {
            doorkeeper.shut = true;
            listener.failed(TlsFailure.ofClient(end.cause()));
        }
        Object held = inputEnd;
        if (held != null) {
            // In a turn of its own: what has been read inside is told in this one.
            ctx.executor().execute(() -> ctx.fireUserEventTriggered(held));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        // Until the handshake is done its end is told by the event above, and once it has failed nothing else matters.
        if (done && !doorkeeper.shut) {
            super.exceptionCaught(ctx, cause);
        }
    }

    /**
     * Keeps a connection whose handshake has failed open until its owner ends it. The SSL handler would close it at once, and with bytes
     * of the client unread that is a reset, which overtakes the alert: the client would never learn why.
     */
    private static final class Doorkeeper extends ChannelDuplexHandler {
        private boolean shut;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
            if (shut) {
                var unused = ReferenceCountUtil.release(message);
            } else {
                super.channelRead(ctx, message);
            }
        }

        @Override
        public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws Exception {
            if (!shut) {
                super.close(ctx, promise);
            }
        }
    }
}
