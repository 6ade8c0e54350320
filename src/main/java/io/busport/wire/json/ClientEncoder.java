package io.busport.wire.json;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * A client's frames to the JSON objects that {@link FrameReader} reads.
 *
 * <pre>
 *   {"type":"register","address":A,"replyAddress":R}                 unregister alike
 *   {"type":"publish","address":A,"headers":{"localOnly":true,…},"body":any}
 *   {"type":"send","address":A,"replyAddress":R,"headers":{"timeout":ms,"localOnly":true,…},"body":any}
 *   {"type":"send","address":A,"failureCode":n,"message":text}
 *   auth, ping, pong, ack, hello, bye                                as {@link GatewayEncoder} has them
 * </pre>
 */
public final class ClientEncoder extends JsonEncoder {
    private static final byte[] REGISTER = JsonBytes.ascii("{\"type\":\"register\",\"address\":");
    private static final byte[] UNREGISTER = JsonBytes.ascii("{\"type\":\"unregister\",\"address\":");
    private static final byte[] PUBLISH = JsonBytes.ascii("{\"type\":\"publish\",\"address\":");
    private static final byte[] SEND = JsonBytes.ascii("{\"type\":\"send\",\"address\":");
    private static final byte[] TIMEOUT = JsonBytes.ascii("\"timeout\":");
    private static final byte[] LOCAL_ONLY = JsonBytes.ascii("\"localOnly\":true");
    private static final byte[] FAILURE_CODE = JsonBytes.ascii(",\"failureCode\":");
    private static final byte[] MESSAGE = JsonBytes.ascii(",\"message\":");

    public ClientEncoder(Framing framing) {
        super(framing);
    }

    @Override
    protected void object(Frame frame, JsonBytes out) throws WireException {
        switch (frame.kind()) {
            case PING, PONG -> SignOfLife.write(frame, out);
            case REGISTER -> {
                Frame.Register register = (Frame.Register) frame;
                addresses(REGISTER, register.address(), register.replyAddress(), out);
            }
            case UNREGISTER -> {
                Frame.Unregister unregister = (Frame.Unregister) frame;
                addresses(UNREGISTER, unregister.address(), unregister.replyAddress(), out);
            }
            case PUBLISH -> publish((Frame.Publish) frame, out);
            case SEND -> send((Frame.Send) frame, out);
            case ACK -> AckJson.write((Ack) frame, out);
            case AUTH, HELLO, BYE -> GatewayEncoder.control(frame, out);
            default -> throw new IllegalArgumentException(frame + " (expected: a frame from client to gateway)");
        }
    }

    private static void addresses(byte[] start, String address, @Nullable String replyAddress, JsonBytes out) {
        out.raw(start);
        out.text(address);
        if (replyAddress != null) {
            out.raw(MessageWriter.REPLY_ADDRESS);
            out.text(replyAddress);
        }
    }

    private static void publish(Frame.Publish publish, JsonBytes out) throws WireException {
        addresses(PUBLISH, publish.address(), null, out);
        headers(publish.headers(), 0, publish.localOnly(), out);
        if (publish.body() != null) {
            MessageWriter.body(publish.body(), out);
        }
    }

    private static void send(Frame.Send send, JsonBytes out) throws WireException {
        addresses(SEND, send.address(), send.replyAddress(), out);
        headers(send.headers(), send.timeoutMillis(), send.localOnly(), out);
        if (send.body() != null) {
            MessageWriter.body(send.body(), out);
        }
        Frame.Failure failure = send.failure();
        if (failure != null) {
            out.raw(FAILURE_CODE);
            out.raw(Integer.toString(failure.code()));
            if (failure.message() != null) {
                out.raw(MESSAGE);
                out.text(failure.message());
            }
        }
    }

    private static void headers(Headers headers, long timeoutMillis, boolean localOnly, JsonBytes out)
            throws WireException {
        if (headers.isEmpty() && timeoutMillis <= 0 && !localOnly) {
            return;
        }
        requireNoOptions(headers);
        out.raw(MessageWriter.HEADERS);
        if (timeoutMillis > 0) {
            out.raw(TIMEOUT);
            out.number(Math.min(timeoutMillis, Delivery.LONGEST_TIMEOUT));
        }
        if (localOnly) {
            separate(timeoutMillis > 0, out);
            out.raw(LOCAL_ONLY);
        }
        separate((timeoutMillis > 0 || localOnly) && !headers.isEmpty(), out);
        MessageWriter.headers(headers, out);
        out.raw('}');
    }

    private static void separate(boolean something, JsonBytes out) {
        if (something) {
            out.raw(',');
        }
    }

    /** Three names have a meaning of their own here: what they say would not arrive. */
    private static void requireNoOptions(Headers headers) throws WireException {
        for (int i = 0; i < headers.size(); i++) {
            if (Delivery.isOption(headers.name(i))) {
                throw WireException.ofMessage(Frame.Err.of(
                        FailCode.NOT_WRITABLE,
                        "a header with the name " + headers.name(i)
                                + " cannot be written as JSON (expected: a name that is no option of the delivery)"));
            }
        }
    }
}
