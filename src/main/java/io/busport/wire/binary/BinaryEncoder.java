package io.busport.wire.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busport.wire.Encoder;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames to the bytes of the binary dialect, in either direction. One for all connections of an event loop, so it does not know which of
 * them have had their {@link #preface}.
 *
 * <pre>
 *   frame ──► head ─┐           short bodies are put into the head,
 *             body ─┴──► out    long ones go straight out
 * </pre>
 *
 * <p>A frame that was just encoded keeps its bytes: the same message for the next subscriber is a copy.
 */
public final class BinaryEncoder implements Encoder {
    /** Bodies up to this length are copied once more, for one append instead of two. */
    private static final int SHORT = 4 << 10;
    /** A longer body is not kept for the next subscriber. */
    private static final int KEPT = 64 << 10;

    private final Head head = new Head();
    private final BodyBytes body = new BodyBytes();
    private @Nullable Frame prepared; // the frame whose bytes these are
    private boolean bodyFollows; // not in the head

    /** Appends what is said once, before the first frame of a connection: magic and version. */
    public static void preface(Buffer out) {
        Buffer unused = out.appendByte((byte) Layout.MAGIC).appendByte((byte) Layout.VERSION);
    }

    @Override
    public void begin(Buffer out) {
        preface(out);
    }

    @Override
    public void encode(Frame frame, Buffer out) throws WireException {
        prepare(frame);
        head.appendTo(out);
        if (bodyFollows) {
            body.appendTo(out);
        }
        if (frame.kind() != Frame.Kind.MESSAGE || size() > KEPT) {
            forget();
        }
    }

    /** {@inheritDoc} Encode it next, and it costs nothing. */
    @Override
    public int sizeOf(Frame frame) {
        try {
            prepare(frame);
            return size();
        } catch (WireException notWritable) {
            return 0;
        }
    }

    private int size() {
        return head.length() + (bodyFollows ? body.length() : 0);
    }

    private void forget() {
        prepared = null;
        body.clear();
    }

    private void prepare(Frame frame) throws WireException {
        if (frame == prepared) {
            return;
        }
        prepared = null;
        head.begin();
        switch (frame.kind()) {
            case PING -> start(Layout.PING, 0, null);
            case PONG -> start(Layout.PONG, 0, null);
            case REGISTER -> {
                Frame.Register f = (Frame.Register) frame;
                start(Layout.REGISTER, flag(f.replyAddress() != null, Layout.REPLY), null);
                addresses(f.address(), f.replyAddress());
            }
            case UNREGISTER -> {
                Frame.Unregister f = (Frame.Unregister) frame;
                start(Layout.UNREGISTER, flag(f.replyAddress() != null, Layout.REPLY), null);
                addresses(f.address(), f.replyAddress());
            }
            case PUBLISH -> publish((Frame.Publish) frame);
            case SEND -> send((Frame.Send) frame);
            case MESSAGE -> message((Frame.Message) frame);
            case ERR -> err((Frame.Err) frame);
        }
        bodyFollows = body.length() > SHORT;
        if (!bodyFollows) {
            body.appendTo(head);
        }
        head.end(bodyFollows ? body.length() : 0);
        prepared = frame;
    }

    private void publish(Frame.Publish f) throws WireException {
        start(
                Layout.PUBLISH,
                flag(!f.headers().isEmpty(), Layout.HEADERS) | flag(f.localOnly(), Layout.LOCAL),
                f.body());
        addresses(f.address(), null);
        headers(f.headers());
    }

    private void send(Frame.Send f) throws WireException {
        start(
                Layout.SEND,
                flag(f.replyAddress() != null, Layout.REPLY)
                        | flag(!f.headers().isEmpty(), Layout.HEADERS)
                        | flag(f.timeoutMillis() > 0, Layout.TIMEOUT)
                        | flag(f.localOnly(), Layout.LOCAL)
                        | flag(f.failure() != null, Layout.FAILURE),
                f.body());
        addresses(f.address(), f.replyAddress());
        if (f.timeoutMillis() > 0) {
            head.varint(Math.min(f.timeoutMillis(), Layout.MAX_TIMEOUT));
        }
        headers(f.headers());
        failure(f.failure());
    }

    private void message(Frame.Message f) throws WireException {
        start(
                Layout.MESSAGE,
                flag(f.replyAddress() != null, Layout.REPLY)
                        | flag(!f.headers().isEmpty(), Layout.HEADERS)
                        | flag(!f.send(), Layout.PUBLISHED),
                f.body());
        addresses(f.address(), f.replyAddress());
        headers(f.headers());
    }

    private void err(Frame.Err f) throws WireException {
        start(
                Layout.ERR,
                flag(f.address() != null, Layout.REPLY)
                        | flag(f.sourceAddress() != null, Layout.SOURCE)
                        | flag(f.failure() != null, Layout.FAILURE),
                f.message());
        head.octet(FailNumber.of(f.code()));
        addresses(f.address(), f.sourceAddress());
        failure(f.failure());
    }

    private void start(int kind, int flags, @Nullable Object content) throws WireException {
        body.set(content);
        head.octet(body.type() << 4 | kind);
        head.octet(flags);
    }

    private void addresses(@Nullable String first, @Nullable String second) {
        if (first != null) {
            head.text(first);
        }
        if (second != null) {
            head.text(second);
        }
    }

    private void headers(Headers headers) {
        if (headers.isEmpty()) {
            return;
        }
        head.varint(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            head.text(headers.name(i));
            head.text(headers.value(i));
        }
    }

    private void failure(Frame.@Nullable Failure failure) {
        if (failure == null) {
            return;
        }
        int code = failure.code();
        head.varint((code << 1 ^ code >> 31) & 0xFFFF_FFFFL);
        if (failure.message() == null) {
            head.varint(0);
        } else {
            byte[] utf8 = failure.message().getBytes(UTF_8);
            head.varint(utf8.length + 1L);
            head.octets(utf8);
        }
    }

    private static int flag(boolean set, int flag) {
        return set ? flag : 0;
    }
}
