package io.busport.wire.json;

import io.busport.wire.Encoder;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames to JSON objects; the dialects add what is around them, and write errors each in its own way.
 *
 * <pre>
 *   {"type":"pong"}
 *   {"type":"message","address":A,"replyAddress":R,"headers":{…},"body":any,"send":true}
 *                                └─ when there is one ┘        └ unless null ┘
 * </pre>
 *
 * <p>The last message stays here as it was written, up to 64 KiB, until something else is written. When the same {@link Frame.Message},
 * the object itself, follows at once, its bytes are only copied: that is what publishing to many connections of an event loop costs.
 *
 * <p>Belongs to one event loop.
 */
public abstract class JsonEncoder implements Encoder {
    private static final int LARGEST_KEPT = 64 << 10;
    private static final int LONG = 4096;

    private static final byte[] PONG = JsonBytes.ascii("{\"type\":\"pong\"}");
    private static final byte[] MESSAGE = JsonBytes.ascii("{\"type\":\"message\",\"address\":");
    private static final byte[] REPLY_ADDRESS = JsonBytes.ascii(",\"replyAddress\":");
    private static final byte[] HEADERS = JsonBytes.ascii(",\"headers\":{");
    private static final byte[] BODY = JsonBytes.ascii("},\"body\":");
    private static final byte[] NO_BODY = JsonBytes.ascii("}");
    private static final byte[] SENT = JsonBytes.ascii(",\"send\":true}");
    private static final byte[] PUBLISHED = JsonBytes.ascii(",\"send\":false}");
    /** All of them, and the length or the line end. */
    private static final int AROUND =
            MESSAGE.length + REPLY_ADDRESS.length + HEADERS.length + BODY.length + PUBLISHED.length + Integer.BYTES;

    private final JsonBytes bytes = new JsonBytes();
    private Frame.@Nullable Message kept;

    /** What comes before the object. */
    protected abstract void before(JsonBytes out);

    /** What comes after it. */
    protected abstract void after(JsonBytes out);

    /** The object of an error. */
    protected abstract void err(Frame.Err err, JsonBytes out);

    @Override
    public final void encode(Frame frame, Buffer out) throws WireException {
        if (!isKept(frame)) {
            kept = null;
            write(frame);
        }
        bytes.copyTo(out);
        if (bytes.length() > LARGEST_KEPT) {
            kept = null;
            bytes.forget();
        } else if (frame instanceof Frame.Message message) {
            kept = message;
        }
    }

    @Override
    public final int sizeOf(Frame frame) {
        if (isKept(frame)) {
            return bytes.length();
        }
        if (!(frame instanceof Frame.Message message)) {
            return 0;
        }
        int body = BodyWriter.sizeOf(message.body(), LONG);
        return body == 0 ? 0 : body + sizeAround(message);
    }

    @SuppressWarnings("ReferenceEquality") // the object itself: equal bodies need not be written alike
    private boolean isKept(Frame frame) {
        return frame == kept;
    }

    private void write(Frame frame) throws WireException {
        bytes.clear();
        try {
            before(bytes);
            switch (frame.kind()) {
                case PONG -> bytes.raw(PONG);
                case MESSAGE -> message((Frame.Message) frame);
                case ERR -> err((Frame.Err) frame, bytes);
                default -> throw new IllegalArgumentException(frame + " (expected: a frame from gateway to client)");
            }
            after(bytes);
        } catch (WireException | RuntimeException e) {
            bytes.forget();
            throw e;
        }
    }

    private void message(Frame.Message message) throws WireException {
        bytes.raw(MESSAGE);
        bytes.text(message.address());
        if (message.replyAddress() != null) {
            bytes.raw(REPLY_ADDRESS);
            bytes.text(message.replyAddress());
        }
        bytes.raw(HEADERS);
        headers(message.headers());
        if (message.body() == null) {
            bytes.raw(NO_BODY);
        } else {
            bytes.raw(BODY);
            body(message.body());
        }
        bytes.raw(message.send() ? SENT : PUBLISHED);
    }

    private void headers(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (i > 0) {
                bytes.raw(',');
            }
            bytes.text(headers.name(i));
            bytes.raw(':');
            bytes.text(headers.value(i));
        }
    }

    private void body(Object body) throws WireException {
        try {
            BodyWriter.write(body, bytes);
        } catch (RuntimeException e) {
            // A map may be of any kind, and may be changed by whoever sent it.
            throw WireException.ofMessage(Frame.Err.of(
                    FailCode.NOT_WRITABLE,
                    "a body of " + body.getClass().getName() + " cannot be written as JSON: " + e));
        }
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
