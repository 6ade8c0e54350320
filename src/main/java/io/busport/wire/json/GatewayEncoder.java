package io.busport.wire.json;

import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.WireException;

/**
 * A gateway's frames to JSON objects; each dialect writes errors in its own way.
 *
 * <pre>
 *   {"type":"pong"}      {"type":"pong","echo":5}      {"type":"ping"}
 *   {"type":"message", … }                             as {@link MessageWriter} draws it
 *   {"type":"ack","received":24}                       as {@link AckJson} draws it
 *   authenticated, welcome, gap, slow, guarantee,
 *   goaway, moved, bye                                 as {@link ControlJson} draws them
 * </pre>
 */
public abstract class GatewayEncoder extends JsonEncoder {
    protected GatewayEncoder(Framing framing) {
        super(framing);
    }

    /** The object of an error, without its closing brace. */
    protected abstract void err(Frame.Err err, JsonBytes out);

    @Override
    protected final void object(Frame frame, JsonBytes out) throws WireException {
        switch (frame.kind()) {
            case MESSAGE -> MessageWriter.write((Frame.Message) frame, out);
            case ERR -> err((Frame.Err) frame, out);
            case PING, PONG -> SignOfLife.write(frame, out);
            case ACK -> AckJson.write((Ack) frame, out);
            case AUTHENTICATED, WELCOME, GAP, SLOW, GUARANTEE, GOAWAY, MOVED, BYE -> control(frame, out);
            default -> throw new IllegalArgumentException(frame + " (expected: a frame from gateway to client)");
        }
    }

    static void control(Frame frame, JsonBytes out) throws WireException {
        BodyWriter.write(ControlJson.write(frame), out);
        out.cut(out.length() - 1);
    }
}
