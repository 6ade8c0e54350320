package io.busport.wire;

import io.busport.wire.LoginFrames.Auth;
import io.busport.wire.LoginFrames.Authenticated;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Bye;
import io.busport.wire.SessionFrames.Gap;
import io.busport.wire.SessionFrames.GoAway;
import io.busport.wire.SessionFrames.Guarantee;
import io.busport.wire.SessionFrames.Heartbeat;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Moved;
import io.busport.wire.SessionFrames.Observed;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Resume;
import io.busport.wire.SessionFrames.Slow;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames that a client and a gateway say to each other in a session: each kind with as little and as much as it may have. */
final class SessionSamples {
    static final long HIGHEST = SessionFrames.MAX_NUMBER;
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final List<Outcome> OUTCOMES = List.of(
            new Outcome(1, FailCode.NO_HANDLERS, "nobody hears \"이\"\n"), new Outcome(HIGHEST, FailCode.DENIED, ""));
    private static final Window WINDOW = new Window(Integer.MAX_VALUE, 0);

    private SessionSamples() {}

    /** Those with a number are numbered. */
    static List<Frame> fromClient() {
        Headers headers = Headers.of("trace", "1", "이름", "값 \"\n");
        List<Frame> numbered = List.of(
                new Frame.Register("news", null),
                new Frame.Unregister("뉴스", null),
                new Frame.Publish("news", headers, new JsonObject().put("n", 7), true, 0),
                new Frame.Publish("news", Headers.NONE, null, false, 0),
                new Frame.Send("echo", "r", headers, "안녕", null, 86_400_000, true, 0),
                new Frame.Send("echo", "r", Headers.NONE, new JsonArray().add(1), null, 1, false, 0),
                new Frame.Send("echo", null, Headers.NONE, 1, null, 0, true, 0),
                new Frame.Send("__vertx.reply.1", null, Headers.NONE, null, new Frame.Failure(-7, "no"), 0, false, 0),
                new Frame.Send("__vertx.reply.1", null, Headers.NONE, null, new Frame.Failure(1, null), 0, false, 0));
        List<Frame> others = List.of(
                new Auth(new Token("bp_ \"강\"\n")),
                new Hello(1, null, null, -1, Window.DEFAULT, 0, null),
                new Hello(1, new Token("강"), null, -1, Window.DEFAULT, 0, null),
                new Hello(Integer.MAX_VALUE, null, "강", 0, WINDOW, HIGHEST, new Resume("s", 0, 0, 0, 0, HEX, null)),
                new Hello(
                        1, null, "r", HIGHEST, WINDOW, 1, new Resume("s", 1, HIGHEST, 2, 3, HEX, "reset \"by\" peer")));
        return all(numbered, others);
    }

    static List<Frame> fromGateway() {
        List<Frame> numbered = List.of(
                new Frame.Message("news", null, Headers.NONE, null, false),
                new Frame.Message("news", "__vertx.reply.1", Headers.of("timeout", "soon", "a", "é"), "안녕", true),
                Frame.Message.of("r", new JsonObject().put("received", 3).put("n", "x")),
                new Frame.Err(FailCode.TIMEOUT, "too late", "r", "echo", new Frame.Failure(-1, "too late")),
                new Frame.Err(FailCode.NO_HANDLERS, "nobody", "r", "echo", new Frame.Failure(-1, "nobody")),
                new Frame.Err(FailCode.RECIPIENT_FAILURE, "no", "r", "echo", new Frame.Failure(42, "no")),
                new Gap(1, 0, null, 0, 0, FailCode.SUPERSEDED, ""),
                new Gap(HIGHEST, HIGHEST, "news", 1, HIGHEST, FailCode.SLOW_CONSUMER, "4 messages\ndid not fit"));
        List<Frame> others = List.of(
                Frame.Err.of(FailCode.BAD_PROOF, "the proof is of another secret"),
                Frame.Err.of(FailCode.TRY_LATER, "full"),
                welcome("new", HEX, null, List.of(), null),
                welcome("resumed", null, HEX, OUTCOMES, null),
                welcome("new", HEX, null, OUTCOMES, new Refused(FailCode.SESSION_EXPIRED, 24)),
                welcome("partial", null, HEX, List.of(), new Refused(FailCode.UNKNOWN_SESSION, -1)),
                new Authenticated("강", HIGHEST),
                new Authenticated("", LoginFrames.NEVER),
                new Slow(1, HIGHEST, 3, WINDOW, "drop-oldest"),
                new Guarantee("copies 1/2, degraded"),
                new GoAway(10_000, "drain", List.of("203.0.113.2:30800", "b:1")),
                new GoAway(0, "", List.of()),
                new Moved(5, "198.51.100.2:40113"));
        return all(numbered, others);
    }

    private static Welcome welcome(
            String state,
            @Nullable String secret,
            @Nullable String nonce,
            List<Outcome> outcomes,
            @Nullable Refused refused) {
        return new Welcome(
                1,
                "s1",
                secret == null ? "강" : null,
                4,
                state,
                HIGHEST,
                3,
                secret,
                nonce,
                900_000,
                new Heartbeat(15_000, 40_000),
                new Limits(1 << 20, 1000, 1024),
                WINDOW,
                new Observed("198.51.100.2", 65_535, secret == null),
                "a3f9",
                List.of("203.0.113.2:30800"),
                "one copy: this gateway",
                outcomes,
                refused);
    }

    /** The numbered ones under numbers of every length, and what both sides say. */
    private static List<Frame> all(List<Frame> numbered, List<Frame> others) {
        List<Frame> all = new ArrayList<>(numbered);
        for (Frame frame : numbered) {
            for (long n = 1; n <= HIGHEST; n <<= 1) {
                all.add(Stamped.of(n, frame));
            }
            all.add(new Stamped(HIGHEST, HIGHEST, false, frame));
            all.add(new Stamped(HIGHEST - 1, 0, frame instanceof Frame.Message, frame));
            all.add(new Stamped(0, 7, false, frame));
        }
        all.addAll(others);
        for (Frame frame : List.of(
                Frame.Ping.PING, new Frame.Ping(0), new Frame.Ping(HIGHEST), Frame.Pong.PONG, new Frame.Pong(5))) {
            all.add(frame);
            all.add(new Stamped(0, 41, false, frame));
        }
        all.addAll(List.of(
                Ack.of(0),
                Ack.of(HIGHEST),
                new Ack(24, new Window(64, 1 << 20), List.of()),
                new Ack(24, null, OUTCOMES),
                new Ack(24, WINDOW, OUTCOMES),
                new Bye(true),
                new Stamped(0, 9, false, new Bye(false))));
        return all;
    }

    /** A frame without the bytes that it took on the wire. */
    static Frame unsized(Frame frame) {
        if (frame instanceof Stamped f) {
            return new Stamped(f.n(), f.received(), f.redelivered(), unsized(f.frame()));
        }
        if (frame instanceof Frame.Publish f) {
            return new Frame.Publish(f.address(), f.headers(), f.body(), f.localOnly(), 0);
        }
        return frame instanceof Frame.Send f
                ? new Frame.Send(
                        f.address(),
                        f.replyAddress(),
                        f.headers(),
                        f.body(),
                        f.failure(),
                        f.timeoutMillis(),
                        f.localOnly(),
                        0)
                : frame;
    }

    static Buffer bytes(Encoder encoder, Frame frame) {
        Buffer out = Buffer.buffer();
        try {
            encoder.encode(frame, out);
        } catch (WireException e) {
            throw new AssertionError(frame + " (expected: a frame that can be written)", e);
        }
        return out;
    }
}
