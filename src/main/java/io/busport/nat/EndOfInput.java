package io.busport.nat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;

/**
 * Lets one end of a connection end its output and still hear the other, as {@code printf 'a\n' | nc -N} does.
 *
 * <p>By default the channel is closed when the peer's FIN arrives, and what was still to be answered is lost. With half-closure allowed, Netty
 * reports the FIN as an event, at once, even while data read before waits in a paused socket. So the end is put where it belongs, behind
 * that data: as an empty buffer, which reading never yields otherwise.
 */
public final class EndOfInput extends ChannelInboundHandlerAdapter {
    private boolean ended;

    private EndOfInput() {}

    /** To be called before anything is read. From then on an empty buffer is the end of the input. */
    public static void keepOrder(NetSocketInternal socket) {
        ChannelHandlerContext vertx = socket.channelHandlerContext();
        vertx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (Tcp.HAS_EPOLL) {
            EpollSet.stay(vertx.channel());
        }
        vertx.pipeline().addBefore(vertx.name(), "busport-end-of-input", new EndOfInput());
    }

    public static boolean is(Buffer data) {
        return data.length() == 0;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (isEnd(event) && !ended) {
            ended = true;
            ctx.fireChannelRead(Unpooled.EMPTY_BUFFER);
            ctx.fireChannelReadComplete();
        }
        super.userEventTriggered(ctx, event);
    }

    /** A FIN, or what stands for it inside TLS. */
    private static boolean isEnd(Object event) {
        return event instanceof ChannelInputShutdownEvent
                || (event instanceof SslCloseCompletionEvent end && end.isSuccess());
    }
}
