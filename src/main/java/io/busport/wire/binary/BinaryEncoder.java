package io.busport.wire.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busport.wire.Encoder;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.WireException;
import io.busport.wire.json.AckJson;
import io.busport.wire.json.ControlJson;
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
 * <p>A frame that was just encoded keeps its bytes: the same message for the next subscriber is a copy, and only the front of the head
 * is written again, with the number it has there.
 */
public final class BinaryEncoder implements Encoder {
    /** Bodies up to this length are copied once more, for one append instead of two. */
    private static final int SHORT = 4 << 10;
    /** A longer body is not kept for the next subscriber. */
    private static final int KEPT = 64 << 10;

    private final Head head = new Head();
    private final BodyBytes body = new BodyBytes();
    private @Nullable Frame prepared; // the frame whose bytes these are, without its stamps
    private int kind; // and body type
    private int flags;
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
        if (!(prepared instanceof Frame.Message) || size() > KEPT) {
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
        if (frame instanceof Stamped stamped) {
            prepareFields(stamped.frame());
            boolean redelivered = stamped.redelivered() && prepared instanceof Frame.Message;
            front(stamped.n(), stamped.received(), flag(redelivered, Layout.REDELIVERED));
        } else {
            prepareFields(frame);
            front(0, -1, 0);
        }
    }

    private void front(long n, long received, int more) {
        int allowed = Layout.flags(kind & Layout.KIND);
        if ((n > 0 && (allowed & Layout.NUMBER) == 0) || (received >= 0 && (allowed & Layout.RECEIVED) == 0)) {
            String name = Layout.name(kind & Layout.KIND);
            forget();
            throw new IllegalArgumentException(
                    "n " + n + " and received " + received + " in " + name + " (expected: none that the kind has not)");
        }
        head.front(kind, flags | more, n, received, bodyFollows ? body.length() : 0);
    }

    private void prepareFields(Frame frame) throws WireException {
        if (frame == prepared) {
            return;
        }
        prepared = null;
        head.begin();
        switch (frame.kind()) {
            case PING -> signOfLife(Layout.PING, ((Frame.Ping) frame).echo());
            case PONG -> signOfLife(Layout.PONG, ((Frame.Pong) frame).echo());
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
            case ACK -> ack((Ack) frame);
            case AUTH, AUTHENTICATED, HELLO, WELCOME, GAP, SLOW, GUARANTEE, GOAWAY, MOVED, BYE ->
                start(Layout.CONTROL, 0, ControlJson.write(frame));
            case STAMPED -> throw new IllegalArgumentException(frame + " (expected: stamped once)");
        }
        bodyFollows = body.length() > SHORT;
        if (!bodyFollows) {
            body.appendTo(head);
        }
        prepared = frame;
    }

    private void signOfLife(int kind, long echo) throws WireException {
        start(kind, flag(echo >= 0, Layout.ECHO), null);
        if (echo >= 0) {
            head.varint(echo);
        }
    }

    private void ack(Ack f) throws WireException {
        boolean outcomes = !f.outcomes().isEmpty();
        start(
                Layout.ACK,
                flag(f.window() != null, Layout.WINDOW) | flag(outcomes, Layout.OUTCOMES),
                outcomes ? AckJson.outcomes(f.outcomes()) : null);
        head.varint(f.received());
        if (f.window() != null) {
            head.varint(f.window().messages());
            head.varint(f.window().bytes());
        }
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
        this.kind = body.type() << 4 | kind;
        this.flags = flags;
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
