package io.busport.wire.json;

import static io.busport.wire.SessionFrames.MAX_NUMBER;

import io.busport.wire.Frame;
import io.busport.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Pings and pongs, from either side.
 *
 * <pre>
 *   {"type":"ping"}    {"type":"ping","echo":5}    {"type":"pong"}    {"type":"pong","echo":5}
 * </pre>
 */
final class SignOfLife {
    private static final byte[] PING = JsonBytes.ascii("{\"type\":\"ping\"");
    private static final byte[] PONG = JsonBytes.ascii("{\"type\":\"pong\"");
    private static final byte[] ECHO = JsonBytes.ascii(",\"echo\":");

    private SignOfLife() {}

    /** The object, without its closing brace. */
    static void write(Frame frame, JsonBytes out) {
        out.raw(frame.kind() == Frame.Kind.PING ? PING : PONG);
        long echo = frame instanceof Frame.Ping ping ? ping.echo() : ((Frame.Pong) frame).echo();
        if (echo >= 0) {
            out.raw(ECHO);
            out.number(echo);
        }
    }

    static Frame read(Frame.Kind kind, @Nullable Object echo) throws WireException {
        boolean ping = kind == Frame.Kind.PING;
        if (echo == null) {
            return ping ? Frame.Ping.PING : Frame.Pong.PONG;
        }
        long number = Members.whole("echo", echo, 0, MAX_NUMBER);
        return ping ? new Frame.Ping(number) : new Frame.Pong(number);
    }
}
