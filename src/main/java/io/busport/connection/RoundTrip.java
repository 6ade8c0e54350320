package io.busport.connection;

import io.busport.nat.Tcp;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** How far away a client is, as the kernel has measured it. Asking the kernel is a system call: not for each of a thousand pings. */
final class RoundTrip {
    private static final long MEASURE_NANOS = 1_000_000_000;

    private final Channel channel;
    private final ConnectionEvents events;
    private long measured = System.nanoTime() - MEASURE_NANOS; // when it was noted last

    RoundTrip(Channel channel, ConnectionEvents events) {
        this.channel = channel;
        this.events = events;
    }

    /** The client has said that it is there: the moment to note how far away it is. */
    void heartbeat(long now) {
        if (now - measured >= MEASURE_NANOS) {
            measured = now;
            Double millis = millis();
            if (millis != null) {
                events.roundTrip((long) (millis * 1_000_000));
            }
        }
    }

    @Nullable
    Double millis() {
        return Tcp.roundTripMillis(channel);
    }
}
