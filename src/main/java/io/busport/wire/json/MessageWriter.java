package io.busport.wire.json;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;

/**
 * Messages as JSON objects, which are open at their end.
 *
 * <pre>
 *   {"type":"message","address":A,"replyAddress":R,"headers":{…},"body":any,"send":true
 *                                └─ when there is one ┘        └ unless null ┘
 * </pre>
 */
final class MessageWriter {
    private static final int LONG = 4096;

    static final byte[] REPLY_ADDRESS = JsonBytes.ascii(",\"replyAddress\":");
    static final byte[] HEADERS = JsonBytes.ascii(",\"headers\":{");
    private static final byte[] MESSAGE = JsonBytes.ascii("{\"type\":\"message\",\"address\":");
    private static final byte[] BODY = JsonBytes.ascii(",\"body\":");
    private static final byte[] SENT = JsonBytes.ascii(",\"send\":true");
    private static final byte[] PUBLISHED = JsonBytes.ascii(",\"send\":false");
    /** What closes an object and a line. */
    static final int END = 2;
    /** All of them, and the length in front. */
    private static final int AROUND = MESSAGE.length
            + REPLY_ADDRESS.length
            + HEADERS.length
            + BODY.length
            + PUBLISHED.length
            + 1
            + END
            + Integer.BYTES;

    private MessageWriter() {}

    static void write(Frame.Message message, JsonBytes out) throws WireException {
        out.raw(MESSAGE);
        out.text(message.address());
        if (message.replyAddress() != null) {
            out.raw(REPLY_ADDRESS);
            out.text(message.replyAddress());
        }
        out.raw(HEADERS);
        headers(message.headers(), out);
        out.raw('}');
        if (message.body() != null) {
            body(message.body(), out);
        }
        out.raw(message.send() ? SENT : PUBLISHED);
    }

    /** {@code "name":"value"…} */
    static void headers(Headers headers, JsonBytes out) {
        for (int i = 0; i < headers.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.text(headers.name(i));
            out.raw(':');
            out.text(headers.value(i));
        }
    }

    /** {@code ,"body":any} */
    static void body(Object body, JsonBytes out) throws WireException {
        out.raw(BODY);
        try {
            BodyWriter.write(body, out);
        } catch (RuntimeException e) {
            // A map may be of any kind, and may be changed by whoever sent it.
            throw WireException.ofMessage(Frame.Err.of(
                    FailCode.NOT_WRITABLE,
                    "a body of " + body.getClass().getName() + " cannot be written as JSON: " + e));
        }
    }

    /** The bytes of a frame with a long body, a few more at most, when they can be told without writing it; otherwise 0. */
    static int sizeOf(Frame.Message message) {
        int body = BodyWriter.sizeOf(message.body(), LONG);
        return body == 0 ? 0 : body + sizeAround(message);
    }

    private static int sizeAround(Frame.Message message) {
        int size = AROUND + JsonBytes.lengthOf(message.address());
        if (message.replyAddress() != null) {
            size += JsonBytes.lengthOf(message.replyAddress());
        }
        for (int i = 0; i < message.headers().size(); i++) {
            size += JsonBytes.lengthOf(message.headers().name(i))
                    + JsonBytes.lengthOf(message.headers().value(i))
                    + 2;
        }
        return size;
    }
}
