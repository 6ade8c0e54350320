package io.busport.security.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;

/** The end of what is said inside TLS. Without it a peer cannot tell an end from a connection that somebody has cut. */
public final class CloseNotify {
    private CloseNotify() {}

    /**
     * Says it, on a connection with TLS.
     *
     * @param then called when it has been written, or cannot be; at once on a connection without
     */
    public static void say(Channel channel, Runnable then) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            then.run();
        } else {
            var unused = handler.closeOutbound().addListener(done -> then.run());
        }
    }
}
