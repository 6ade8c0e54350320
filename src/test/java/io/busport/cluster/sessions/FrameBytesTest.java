package io.busport.cluster.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.busport.session.Outbox.Kept;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.LoginFrames;
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
import io.busport.wire.SessionFrames.Slow;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import io.busport.wire.Token;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBytesTest {
    private static final Headers HEADERS = Headers.of("trace", "1", "이름", "값 \"\n", "", "");
    private static final String NUL = "\0";

    private final FrameBytes bytes = new FrameBytes();

    private byte[] encode(Frame frame) {
        Buffer out = bytes.encode(frame);
        assertThat(out).isNotNull();
        return out == null ? new byte[0] : out.getBytes();
    }

    private List<Kept> writeAndRead(Kept... entries) {
        PackedWriter out = new PackedWriter();
        bytes.write(out, List.of(entries));
        PackedReader in = new PackedReader(out.toBytes());
        List<Kept> read = FrameBytes.read(in);
        in.end();
        return read;
    }

    private static Kept kept(Frame frame) {
        return new Kept(4, 4, frame, 100, 1, "news", null, 5, 6, false, true, null);
    }

    static Stream<Frame> frames() {
        return Stream.of(
                Frame.Ping.PING,
                new Frame.Pong(Samples.HIGHEST),
                new LoginFrames.Auth(new Token("t")),
                new LoginFrames.Authenticated("river", LoginFrames.NEVER),
                new Frame.Register("news", null),
                new Frame.Unregister("뉴스", "r"),
                new Frame.Message("news", null, Headers.NONE, null, false),
                new Frame.Message("r", "__vertx.reply.1", HEADERS, "안녕", true),
                Frame.Message.of(
                        "r", new JsonObject().put("a", new JsonArray().add(1).addNull())),
                Frame.Message.of("r", Buffer.buffer(new byte[] {0, -1})),
                Frame.Message.of("r", ""),
                Frame.Message.of("r", Long.MIN_VALUE),
                Frame.Message.of("r", true),
                new Frame.Err(FailCode.TIMEOUT, "too late", "r", "echo", new Frame.Failure(Integer.MIN_VALUE, null)),
                new Frame.Err(FailCode.RECIPIENT_FAILURE, "", "r", "echo", new Frame.Failure(Integer.MAX_VALUE, "")),
                Frame.Err.of(FailCode.INTERNAL, ""),
                new Gap(1, 0, null, 0, 0, FailCode.GATEWAY_LOST, ""),
                new Gap(Samples.HIGHEST, Samples.HIGHEST, "news", 1, 2, FailCode.SLOW_CONSUMER, "4 messages"),
                new Hello(1, null, null, -1, Window.DEFAULT, 0, null),
                new Slow(1, 2, 3, Window.DEFAULT, "latest"),
                new GoAway(10_000, "drain", List.of("b:1")),
                new Moved(5, "198.51.100.2:40113"),
                new Bye(true),
                new Guarantee("two copies"),
                new Welcome(
                        1,
                        "s",
                        null,
                        4,
                        "resumed",
                        5,
                        6,
                        null,
                        "0123456789abcdef".repeat(4),
                        7,
                        new Heartbeat(8, 9),
                        new Limits(10, 11, 12),
                        Window.DEFAULT,
                        new Observed("198.51.100.2", 65_535, true),
                        "a3f9",
                        List.of("b:1"),
                        "two copies",
                        List.of(),
                        null),
                Ack.of(0),
                new Ack(24, new Window(64, 0), List.of(new Outcome(1, FailCode.DENIED, "no"))),
                Stamped.of(3, Frame.Message.of("news", "x")));
    }

    @Test
    void no_kind_is_left_out() {
        assertThat(Stream.concat(frames().map(Frame::kind), Stream.of(Frame.Kind.SEND, Frame.Kind.PUBLISH)))
                .contains(Frame.Kind.values());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void a_frame_is_the_same_afterwards(Frame frame) {
        assertThat(FrameBytes.decode(encode(frame))).isEqualTo(frame);
    }

    @Test
    void what_is_published_is_the_same_but_for_the_bytes_that_it_took() {
        Frame publish = new Frame.Publish("news", HEADERS, "x", true, 1);
        assertThat(FrameBytes.decode(encode(publish)))
                .usingRecursiveComparison()
                .ignoringFields("size")
                .isEqualTo(publish);
    }

    @Test
    void a_request_is_the_same_but_for_the_bytes_that_it_took() {
        for (Frame.Failure failure : new Frame.Failure[] {null, new Frame.Failure(-7, "no")}) {
            String label = failure == null ? "r" : null;
            Frame.Send send = new Frame.Send("echo", label, HEADERS, "질문", failure, 86_400_000, true, 1);
            Frame.Send read = (Frame.Send) FrameBytes.decode(encode(send));
            assertThat(read).usingRecursiveComparison().ignoringFields("size").isEqualTo(send);
        }
    }

    @ParameterizedTest
    @EnumSource(FailCode.class)
    void every_failure_is_the_same_afterwards(FailCode code) {
        Frame.Err err = Frame.Err.of(code, "why");
        assertThat(FrameBytes.decode(encode(err))).isEqualTo(err);
        assertThat(writeAndRead(Samples.gap(1, 2, code))).containsExactly(Samples.gap(1, 2, code));
    }

    /** The JSON dialects allow an address that the binary one has no bytes for. */
    @ParameterizedTest
    @ValueSource(strings = {"", NUL, NUL + NUL, NUL + "r"})
    void an_address_may_be_empty(String text) {
        Frame message = new Frame.Message(text, text, Headers.NONE, "x", true);
        assertThat(FrameBytes.decode(encode(message))).isEqualTo(message);
        Frame err = new Frame.Err(FailCode.TIMEOUT, "late", text, text, null);
        assertThat(FrameBytes.decode(encode(err))).isEqualTo(err);
        Frame.Send send = new Frame.Send(text, text, Headers.NONE, "x", null, 0, false, 0);
        Frame.Send read = (Frame.Send) FrameBytes.decode(encode(send));
        assertThat(read.address()).isEqualTo(text);
        assertThat(read.replyAddress()).isEqualTo(text);
    }

    @Test
    void bytes_of_less_or_more_than_one_frame_are_refused() {
        byte[] whole = encode(Frame.Message.of("news", "one"));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException().as("%d bytes", length).isThrownBy(() -> FrameBytes.decode(cut));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameBytes.decode(Arrays.copyOf(whole, whole.length + 1)))
                .withMessageContaining("bytes behind a frame");
    }

    @Test
    void bytes_that_are_no_frame_are_refused_with_what_is_wrong_with_them() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameBytes.decode(new byte[] {2, 15, 0}))
                .withMessageContaining("unknown kind 15");
    }

    @Test
    void entries_of_an_outbox_are_the_same_afterwards() {
        Kept most = new Kept(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Frame.Message.of("news", "x"),
                Integer.MAX_VALUE,
                Samples.HIGHEST,
                "",
                null,
                -1,
                -2,
                true,
                true,
                "key");
        Kept gap = new Kept(1, 9, null, 0, 0, "news", FailCode.SUPERSEDED, 1, 2, true, false, null);
        assertThat(writeAndRead()).isEmpty();
        assertThat(writeAndRead(most, gap, Samples.message(3, 4))).containsExactly(most, gap, Samples.message(3, 4));
    }

    @Test
    void a_gap_takes_the_place_of_a_message_that_no_other_process_can_read() {
        assertThat(writeAndRead(kept(Frame.Message.of("news", new Object())), Samples.message(5, 1)))
                .containsExactly(notWritable(), Samples.message(5, 1));
    }

    /** A service may make an object whose names are longer than a reader of JSON accepts. */
    @Test
    void a_gap_takes_the_place_of_a_message_that_could_be_written_and_cannot_be_read() {
        Frame frame = Frame.Message.of("news", new JsonObject().put("k".repeat(60_000), 1));
        assertThat(writeAndRead(kept(frame), Samples.message(5, 1)))
                .containsExactly(notWritable(), Samples.message(5, 1));
    }

    private static Kept notWritable() {
        return new Kept(4, 4, null, 0, 1, "news", FailCode.NOT_WRITABLE, 5, 6, false, true, null);
    }
}
