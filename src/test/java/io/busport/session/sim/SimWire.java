package io.busport.session.sim;

import io.busport.wire.Codecs;
import io.busport.wire.Decoder;
import io.busport.wire.Dialect;
import io.busport.wire.Encoder;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One direction of a connection: frames become bytes, and arrive in pieces of any length, until the wire is cut between any two of them. */
final class SimWire {
    private static final WireLimits LIMITS = new WireLimits(1 << 20, 64, 16 << 10, 255);

    private final Encoder encoder;
    private final Decoder decoder;
    private final Consumer<Frame> to;
    private Buffer underWay = Buffer.buffer();
    private boolean begun;
    private boolean cut;

    private SimWire(Encoder encoder, Decoder decoder, Consumer<Frame> to) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.to = to;
    }

    static SimWire toGateway(Dialect dialect, Consumer<Frame> to) {
        return new SimWire(Codecs.clientEncoder(dialect), new Codecs(LIMITS).decoder(dialect), to);
    }

    static SimWire toClient(Dialect dialect, Consumer<Frame> to) {
        return new SimWire(new Codecs(LIMITS).encoder(dialect), Codecs.clientDecoder(dialect, LIMITS), to);
    }

    void write(Frame frame) {
        if (cut) {
            return; // written into the void, as a kernel would let us
        }
        if (!begun) {
            begun = true;
            encoder.begin(underWay);
        }
        try {
            encoder.encode(frame, underWay);
        } catch (WireException e) {
            throw new AssertionError(frame.toString(), e);
        }
    }

    boolean isEmpty() {
        return underWay.length() == 0;
    }

    /** Lets so many bytes arrive. */
    void move(int bytes) {
        int n = Math.min(bytes, underWay.length());
        Buffer arrived = underWay.getBuffer(0, n);
        underWay = underWay.getBuffer(n, underWay.length());
        decoder.feed(arrived);
        try {
            for (@Nullable Frame f = decoder.next(); f != null; f = decoder.next()) {
                to.accept(f);
            }
        } catch (WireException e) {
            throw new AssertionError(e.err().toString(), e);
        }
    }

    int underWay() {
        return underWay.length();
    }

    /** What is under way is lost, and whatever is written from now on. */
    void cut() {
        cut = true;
        underWay = Buffer.buffer();
    }
}
