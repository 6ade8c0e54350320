package io.busport.wire.json;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a gateway to a frame: what {@link GatewayEncoder} writes, as a client reads it.
 *
 * <pre>
 *   {"type":"message","address":A,"replyAddress":R,"headers":{…},"body":any,"send":true}
 *   {"type":"err", … }                                                                        as {@link ErrReader} tells them apart
 *   ping, pong, ack, authenticated, welcome, gap, slow, guarantee, goaway, moved, bye, and in any frame the fields of {@link Stamps}
 * </pre>
 *
 * <p>An object that is no frame ends as a {@link WireException} that is not fatal.
 */
public final class GatewayFrameReader implements ObjectReader {
    private static final String TYPES =
            "(expected: message, err, ping, pong, ack, authenticated, welcome, gap, slow, guarantee, goaway, moved or bye)";

    private final WireLimits limits;

    public GatewayFrameReader(WireLimits limits) {
        this.limits = limits;
    }

    @Override
    public Frame read(byte[] bytes, int from, int length) throws WireException {
        Envelope envelope = Envelope.read(bytes, from, length, true);
        try {
            return Stamps.around(frame(envelope, bytes, from, length), envelope);
        } catch (WireException e) {
            throw e.of(Stamps.number(envelope));
        }
    }

    private Frame frame(Envelope envelope, byte[] bytes, int from, int length) throws WireException {
        String type = envelope.type;
        if (type == null) {
            throw unknown("a frame without a type " + TYPES);
        }
        return switch (type) {
            case "message" -> message(envelope);
            case "err" -> ErrReader.read(envelope);
            case "ping" -> SignOfLife.read(Frame.Kind.PING, envelope.echo);
            case "pong" -> SignOfLife.read(Frame.Kind.PONG, envelope.echo);
            case "ack" -> AckJson.read(envelope);
            case "authenticated", "welcome", "gap", "slow", "guarantee", "goaway", "moved", "bye" ->
                ControlJson.read(Envelope.object(bytes, from, length));
            default -> throw unknown("type is " + Plain.shown(type) + " " + TYPES);
        };
    }

    private Frame.Message message(Envelope envelope) throws WireException {
        return new Frame.Message(
                address(envelope.address),
                envelope.replyAddress,
                Delivery.arrived(envelope.headers, limits),
                envelope.body,
                Members.truth("send", envelope.send, true));
    }

    private static String address(@Nullable String address) throws WireException {
        if (address == null) {
            throw WireException.ofMessage(Frame.Err.of(
                    FailCode.MISSING_ADDRESS, "message without an address (expected: \"address\": a text)"));
        }
        return address;
    }

    private static WireException unknown(String message) {
        return WireException.ofMessage(Frame.Err.of(FailCode.UNKNOWN_TYPE, message));
    }
}
