package io.busport.nat;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a socket in the epoll set of its event loop. Netty 4.2 takes one out that waits for no event, as it is when nothing is to be read from
 * it and its peer has ended its output, and does not put it back ({@code EpollIoHandler.submit}; so it is in 4.2.20): the next thing
 * that the socket is to wait for fails with ENOENT, Netty closes it, and answers that were still owed are lost.
 *
 * <p>So each of these sockets always waits for one event more, EPOLLMSG, which Linux does not use. Netty has no public method for that. Where
 * there is none of this name either, in a version to come, nothing is done, and is told once.
 */
final class EpollSet {
    /** {@code EPOLLMSG} of Linux: "ignored", epoll_ctl(2). */
    private static final int NEVER = 0x400;

    private static final @Nullable MethodHandle SET_FLAG = setFlag();

    private EpollSet() {}

    private static @Nullable MethodHandle setFlag() {
        try {
            return MethodHandles.privateLookupIn(EpollSocketChannel.class, MethodHandles.lookup())
                    .findVirtual(EpollSocketChannel.class, "setFlag", MethodType.methodType(void.class, int.class));
        } catch (ReflectiveOperationException e) {
            log().warn("Sockets cannot be kept in the epoll set: this Netty is another one (expected: 4.2)", e);
            return null;
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(EpollSet.class);
    }

    /** On the event loop of the channel, which is registered. A socket that cannot wait for anything is closed. */
    static void stay(Channel channel) {
        if (SET_FLAG == null || !(channel instanceof EpollSocketChannel socket) || !socket.isOpen()) {
            return;
        }
        try {
            SET_FLAG.invokeExact(socket, NEVER);
        } catch (Throwable e) {
            log().warn("A socket cannot wait for one event more", e);
            var unused = socket.close();
        }
    }
}
