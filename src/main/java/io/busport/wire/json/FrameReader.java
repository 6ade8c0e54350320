package io.busport.wire.json;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Utf8;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a client to a frame.
 *
 * <pre>
 *   {"type":"auth","token":text}
 *   {"type":"ping"}
 *   {"type":"register",   "address":A}
 *   {"type":"unregister", "address":A}
 *   {"type":"publish",    "address":A, "headers":{…}, "body":any}
 *   {"type":"send",       "address":A, "headers":{…}, "body":any, "replyAddress":R}
 *   {"type":"send",       "address":A, "failureCode":n, "message":text}
 *
 *   in a session          hello, ack, pong, bye, "echo":n in a ping, and in any frame the fields of {@link Stamps}
 * </pre>
 *
 * <p>An object that is no frame ends as a {@link WireException} that is not fatal, whatever is wrong with it. When it has a label that an
 * answer would go to, the error goes there, so that the client's callback is called.
 */
public final class FrameReader implements ObjectReader {
    private static final String TYPES = "(expected: ping, register, unregister, publish or send)";

    private final WireLimits limits;
    private final boolean confirms;

    /** @param confirms whether {@code register} and {@code unregister} may have a reply address */
    public FrameReader(WireLimits limits, boolean confirms) {
        this.limits = limits;
        this.confirms = confirms;
    }

    @Override
    public Frame read(byte[] bytes, int from, int length) throws WireException {
        Envelope envelope = Envelope.read(bytes, from, length, false);
        try {
            Frame.Kind kind = kind(envelope.type);
            Frame frame = switch (kind) {
                case PING, PONG -> SignOfLife.read(kind, envelope.echo);
                case ACK -> AckJson.read(envelope);
                case AUTH, HELLO, BYE -> ControlJson.read(Envelope.object(bytes, from, length));
                default -> addressed(kind, envelope, length);
            };
            return Stamps.around(frame, envelope);
        } catch (WireException e) {
            throw e.of(Stamps.number(envelope));
        }
    }

    private Frame addressed(Frame.Kind kind, Envelope envelope, int length) throws WireException {
        if (envelope.address == null) {
            throw WireException.ofMessage(Frame.Err.of(
                    FailCode.MISSING_ADDRESS, envelope.type + " without an address (expected: \"address\": a text)"));
        }
        String label = hasAnswer(kind) ? envelope.replyAddress : null;
        try {
            return frame(kind, envelope, envelope.address, label, length);
        } catch (WireException e) {
            throw label == null ? e : WireException.ofMessage(e.err().to(label, envelope.address));
        }
    }

    private boolean hasAnswer(Frame.Kind kind) {
        return switch (kind) {
            case SEND -> true;
            case REGISTER, UNREGISTER -> confirms;
            default -> false;
        };
    }

    private static Frame.Kind kind(@Nullable String type) throws WireException {
        if (type == null) {
            throw unknown("a frame without a type " + TYPES);
        }
        return switch (type) {
            case "ping" -> Frame.Kind.PING;
            case "register" -> Frame.Kind.REGISTER;
            case "unregister" -> Frame.Kind.UNREGISTER;
            case "publish" -> Frame.Kind.PUBLISH;
            case "send" -> Frame.Kind.SEND;
            case "ack" -> Frame.Kind.ACK;
            case "pong" -> Frame.Kind.PONG;
            case "auth" -> Frame.Kind.AUTH;
            case "hello" -> Frame.Kind.HELLO;
            case "bye" -> Frame.Kind.BYE;
            default -> throw unknown("type is " + Plain.shown(type) + " " + TYPES);
        };
    }

    private static WireException unknown(String message) {
        return WireException.ofMessage(Frame.Err.of(FailCode.UNKNOWN_TYPE, message));
    }

    private Frame frame(Frame.Kind kind, Envelope envelope, String address, @Nullable String label, int size)
            throws WireException {
        requireLength("address", address);
        if (label != null) {
            requireLength("replyAddress", label);
        }
        if (kind == Frame.Kind.REGISTER || kind == Frame.Kind.UNREGISTER) {
            var unusedHeaders = Delivery.requireObject(envelope.headers);
            return kind == Frame.Kind.REGISTER
                    ? new Frame.Register(address, label)
                    : new Frame.Unregister(address, label);
        }
        Delivery delivery = Delivery.of(envelope.headers, limits);
        if (kind == Frame.Kind.PUBLISH) {
            return new Frame.Publish(address, delivery.headers(), envelope.body, delivery.localOnly(), size);
        }
        return new Frame.Send(
                address,
                label,
                delivery.headers(),
                envelope.body,
                label == null ? failure(envelope) : null, // with a label it asks, and a question cannot fail
                delivery.timeoutMillis(),
                delivery.localOnly(),
                size);
    }

    private static Frame.@Nullable Failure failure(Envelope envelope) throws WireException {
        Object code = envelope.failureCode;
        if (code == null) {
            return null;
        }
        if (code instanceof Integer n) {
            return new Frame.Failure(n, envelope.message);
        }
        throw WireException.ofMessage("failureCode is " + Plain.shown(code) + " (expected: a whole number from "
                + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ")");
    }

    private void requireLength(String field, String value) throws WireException {
        if (value.length() <= limits.maxAddress() / Utf8.MAX_BYTES) {
            return; // almost always, and without a look at the characters
        }
        int length = Utf8.length(value);
        if (length > limits.maxAddress()) {
            throw WireException.ofMessage(Frame.Err.of(
                    FailCode.TOO_LARGE,
                    field + " of " + length + " bytes: " + Plain.shown(value) + " (expected: at most "
                            + limits.maxAddress() + ", limits.maxAddress)"));
        }
    }
}
