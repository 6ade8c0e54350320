package io.busport.nat;

import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/** One connection through the NAT: the two sockets of it, and what is left of the way between them. */
final class NatMapping {
    private final Flow in;
    private final Flow out;
    private final NetSocketInternal outside;
    private final NetSocketInternal inside;
    private int openEnds = 2;

    /**
     * @param outside the client's
     * @param inside the gateway's
     * @param stallsIn that are not over in this direction
     */
    NatMapping(NetSocket outside, NetSocket inside, int stallsIn, int stallsOut) {
        this.outside = (NetSocketInternal) outside;
        this.inside = (NetSocketInternal) inside;
        in = new Flow(this.outside, this.inside, stallsIn);
        out = new Flow(this.inside, this.outside, stallsOut);
    }

    /**
     * Begins to forward, in the turn in which the gateway's side is connected.
     *
     * @param onGone called once, when both ends are closed
     */
    void begin(Runnable onGone) {
        in.begin();
        out.begin();
        // Not the close handler: it is not called for a socket that was closed before it was set.
        var unused = outside.channelHandlerContext().channel().closeFuture().addListener(f -> closed(onGone));
        var unusedToo = inside.channelHandlerContext().channel().closeFuture().addListener(f -> closed(onGone));
    }

    private void closed(Runnable onGone) {
        if (--openEnds == 0) {
            onGone.run();
        }
    }

    void suffer(Fault fault) {
        switch (fault) {
            case HALF_OPEN -> forget();
            case REBIND -> {
                forget();
                out.resetSink();
            }
            case RESET -> {
                // First, so that the end of one socket is not passed on to the other in order.
                forget();
                in.resetSink();
                out.resetSink();
            }
            case DROP_IN -> in.swallow();
            case DROP_OUT -> out.swallow();
            case STALL, STALL_IN, STALL_OUT -> {
                if (fault.stallsIn()) {
                    in.stall();
                }
                if (fault.stallsOut()) {
                    out.stall();
                }
            }
        }
    }

    private void forget() {
        in.swallow();
        out.swallow();
    }

    /** Ends a stall. */
    void recover(Fault stall) {
        if (stall.stallsIn()) {
            in.goOn();
        }
        if (stall.stallsOut()) {
            out.goOn();
        }
    }

    boolean isForgotten() {
        return in.swallows() && out.swallows();
    }

    Flow in() {
        return in;
    }

    Flow out() {
        return out;
    }
}
