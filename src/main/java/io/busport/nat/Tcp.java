package io.busport.nat;

import io.busport.config.ListenConfig;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.net.TcpOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's own means against a path that dies in silence, for both ends of a connection.
 *
 * <p>An idle TCP connection whose NAT mapping is gone is never noticed without keepalive; one with unacknowledged data after 938 s
 * (Linux, tcp_retries2 = 15). Keepalive covers the idle case, TCP_USER_TIMEOUT the other.
 */
public final class Tcp {
    /** A paused socket holds eight reads and those of one turn: this bounds what a client that is not read from can make us hold. */
    private static final int LARGEST_READ = 16 << 10;
    /**
     * Of one socket before it is the next one's turn. Were it one, as it is for an allocator made by hand, the end of a line would be read
     * a turn after its beginning even when both have come, and under load a turn takes longer than text.flushAfter.
     */
    private static final int READS = 4;
    /** Bytes the kernel holds unsent before it calls a socket writable again. Without it that may be megabytes, and progress unseen. */
    private static final long UNSENT_LOW_WATER = 64 << 10;

    /** Who embeds the client may not have the native transport's classes. */
    static final boolean HAS_EPOLL = isPresent("io.netty.channel.epoll.EpollSocketChannel");

    private Tcp() {}

    private static boolean isPresent(String name) {
        try {
            var unused = Class.forName(name, false, Tcp.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Makes a socket's buffers small enough for thousands of them, and its progress visible. */
    public static void tune(Channel channel) {
        channel.config()
                .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(64, 2048, LARGEST_READ).maxMessagesPerRead(READS));
        if (HAS_EPOLL && channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_LOW_WATER);
        }
    }

    /** Ends our direction of a connection: the peer sees the end after everything written before. */
    public static void shutdownOutput(Channel channel) {
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            // Fails only on a socket that is gone, which its close handler tells.
            var unused = duplex.shutdownOutput();
        }
    }

    /**
     * Ends a connection with a reset, dropping what is queued. An orderly close would first write the queue and, with a peer that does not
     * read, never end.
     *
     * <p>The close starts below every handler: each of them, that of TLS above all, would say something first.
     */
    public static void reset(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        close(context);
    }

    /** Ends a connection that has nothing more to say, in order, below every handler. Its outcome is the close handler's to tell. */
    public static void close(ChannelHandlerContext context) {
        ChannelHandlerContext outermost = context.pipeline().firstContext();
        if (outermost != null) { // a closed channel has no handlers
            var unused = outermost.close();
        }
    }

    /** Sets both on the options of a server or a client. Only the native transport knows them all; others ignore what they do not know. */
    public static void keepAlive(TcpConfig tcp, ListenConfig.KeepAlive keepAlive, Duration userTimeout) {
        tcp.setSoKeepAlive(true)
                .setOption(TcpOption.KEEPIDLE, seconds(keepAlive.idle()))
                .setOption(TcpOption.KEEPINTVL, seconds(keepAlive.interval()))
                .setOption(TcpOption.KEEPCNT, keepAlive.count())
                .setOption(TcpOption.USER_TIMEOUT, Math.toIntExact(userTimeout.toMillis()));
    }

    /** Has keepalive wait for a longer silence from now on. Where the transport does not let it, nothing changes. */
    public static void keepAliveAfter(Channel channel, Duration idle) {
        if (HAS_EPOLL && channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, seconds(idle));
        }
    }

    /**
     * The round-trip time that the kernel measured, smoothed.
     *
     * @return milliseconds, or null where the transport does not tell
     */
    public static @Nullable Double roundTripMillis(Channel channel) {
        return HAS_EPOLL && channel instanceof EpollSocketChannel epoll && epoll.isOpen()
                ? epoll.tcpInfo().rtt() / 1000.0
                : null;
    }

    private static int seconds(Duration d) {
        return (int) Math.max(1, d.toSeconds());
    }
}
