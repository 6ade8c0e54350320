package io.busport.wire.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written is read as what it was, every field with every other. */
class RoundTripTest {
    private static final List<String> ADDRESSES =
            List.of("a", "메시지", "x".repeat(127), "x".repeat(128), "é".repeat(100));
    private static final List<@Nullable String> LABELS = Arrays.asList(null, "r1", "답", "y".repeat(255));
    private static final List<Headers> HEADERS =
            List.of(Headers.NONE, Headers.of("a", "b"), Headers.of("a", "1", "a", "2", "", "", "긴", "z".repeat(900)));
    private static final List<@Nullable Object> BODIES = Arrays.asList(
            null,
            "",
            "hello",
            "안녕 😀 \uFFFD \u0000",
            "s".repeat(600),
            "한".repeat(5000),
            true,
            42,
            -1L << 40,
            1.5,
            new BigInteger("123456789012345678901234567890"),
            new JsonObject().put("a", new JsonArray().add(1).addNull().add("é")),
            new JsonArray(),
            Buffer.buffer(),
            Buffer.buffer(new byte[] {0, -1, 10}),
            Buffer.buffer(new byte[5000]));
    private static final List<Frame.@Nullable Failure> FAILURES = Arrays.asList(
            null,
            new Frame.Failure(0, null),
            new Frame.Failure(-1, ""),
            new Frame.Failure(Integer.MIN_VALUE, "끝"),
            new Frame.Failure(Integer.MAX_VALUE, "f".repeat(300)));

    @Test
    void frames_without_a_body() throws WireException {
        List<Frame> frames = new ArrayList<>(List.of(Frame.Ping.PING, Frame.Pong.PONG));
        for (String address : ADDRESSES) {
            for (String label : LABELS) {
                frames.add(new Frame.Register(address, label));
                frames.add(new Frame.Unregister(address, label));
            }
        }
        assertRoundTrip(frames);
    }

    @Test
    void publish() throws WireException {
        List<Frame> frames = new ArrayList<>();
        for (String address : ADDRESSES) {
            for (Headers headers : HEADERS) {
                for (Object body : BODIES) {
                    frames.add(new Frame.Publish(address, headers, body, false, 0));
                    frames.add(new Frame.Publish(address, headers, body, true, 0));
                }
            }
        }
        assertRoundTrip(frames);
    }

    @Test
    void send() throws WireException {
        List<Frame> frames = new ArrayList<>();
        for (String label : LABELS) {
            for (Headers headers : HEADERS) {
                for (Object body : BODIES) {
                    for (Frame.Failure failure : label == null ? FAILURES : FAILURES.subList(0, 1)) {
                        for (long timeout : new long[] {0, 1, 127, 128, 86_400_000}) {
                            frames.add(new Frame.Send("a", label, headers, body, failure, timeout, false, 0));
                            frames.add(new Frame.Send("긴", label, headers, body, failure, timeout, true, 0));
                        }
                    }
                }
            }
        }
        assertRoundTrip(frames);
    }

    @Test
    void message() throws WireException {
        List<Frame> frames = new ArrayList<>();
        for (String address : ADDRESSES) {
            for (String label : LABELS) {
                for (Headers headers : HEADERS) {
                    for (Object body : BODIES) {
                        frames.add(new Frame.Message(address, label, headers, body, true));
                        frames.add(new Frame.Message(address, label, headers, body, false));
                    }
                }
            }
        }
        assertRoundTrip(frames);
    }

    @Test
    void err() throws WireException {
        List<Frame> frames = new ArrayList<>();
        for (FailCode code : FailCode.values()) {
            for (String label : LABELS) {
                for (String source : LABELS) {
                    for (Frame.Failure failure : FAILURES) {
                        frames.add(new Frame.Err(code, "a sentence: 안녕", label, source, failure));
                        frames.add(new Frame.Err(code, "", label, source, failure));
                    }
                }
            }
        }
        assertRoundTrip(frames);
    }

    /** Encoded by one encoder, decoded by one decoder from one buffer. */
    private static void assertRoundTrip(List<Frame> frames) throws WireException {
        BinaryEncoder encoder = new BinaryEncoder();
        BinaryDecoder decoder = Binary.begun();
        for (int from = 0; from < frames.size(); from += 50) {
            Buffer out = Buffer.buffer();
            List<Frame> expected = new ArrayList<>();
            for (Frame frame : frames.subList(from, Math.min(frames.size(), from + 50))) {
                int before = out.length();
                encoder.encode(frame, out);
                expected.add(sized(frame, out.length() - before));
            }
            decoder.feed(out);
            assertThat(Binary.readAll(decoder)).isEqualTo(expected);
        }
    }

    /** As a decoder makes it: with the bytes it took on the wire. */
    static Frame sized(Frame frame, int size) {
        if (frame instanceof Frame.Send f) {
            return new Frame.Send(
                    f.address(),
                    f.replyAddress(),
                    f.headers(),
                    f.body(),
                    f.failure(),
                    f.timeoutMillis(),
                    f.localOnly(),
                    size);
        }
        return frame instanceof Frame.Publish f
                ? new Frame.Publish(f.address(), f.headers(), f.body(), f.localOnly(), size)
                : frame;
    }
}
