package io.busport.wire;

import static io.busport.wire.SessionSamples.bytes;
import static io.busport.wire.SessionSamples.unsized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Stamped;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one side of a session writes is what the other side reads, in each dialect that has frames. */
class SessionRoundTripTest {
    private static final WireLimits LIMITS = new WireLimits(1 << 20, 64, 16 << 10, 255);

    private final Codecs gateway = new Codecs(LIMITS);

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void from_client_to_gateway(Dialect dialect) throws WireException {
        List<Frame> frames = SessionSamples.fromClient();
        Buffer stream = stream(Codecs.clientEncoder(dialect), frames);
        for (int size : new int[] {1, 7, stream.length()}) {
            assertThat(read(gateway.decoder(dialect), stream, size))
                    .as("pieces of %d", size)
                    .isEqualTo(frames);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void from_gateway_to_client(Dialect dialect) throws WireException {
        List<Frame> frames = SessionSamples.fromGateway();
        Buffer stream = stream(gateway.encoder(dialect), frames);
        for (int size : new int[] {1, 7, stream.length()}) {
            assertThat(read(Codecs.clientDecoder(dialect, LIMITS), stream, size))
                    .as("pieces of %d", size)
                    .isEqualTo(frames);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void a_stamp_of_nothing_is_written_as_none(Dialect dialect) {
        Encoder encoder = gateway.encoder(dialect);
        for (Frame frame : SessionSamples.fromGateway()) {
            if (!(frame instanceof Stamped)) {
                assertThat(bytes(encoder, new Stamped(0, -1, false, frame))).isEqualTo(bytes(encoder, frame));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void only_a_message_says_that_it_is_sent_again(Dialect dialect) {
        Encoder encoder = gateway.encoder(dialect);
        Frame err = Frame.Err.of(FailCode.TIMEOUT, "late").to("r", "echo");
        assertThat(bytes(encoder, new Stamped(7, -1, true, err))).isEqualTo(bytes(encoder, Stamped.of(7, err)));
        Frame message = Frame.Message.of("a", 1);
        assertThat(bytes(encoder, new Stamped(7, -1, true, message)))
                .isNotEqualTo(bytes(encoder, Stamped.of(7, message)));
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void what_cannot_be_said_twice_is_a_mistake_and_leaves_nothing_behind(Dialect dialect) {
        for (Encoder encoder : List.of(gateway.encoder(dialect), Codecs.clientEncoder(dialect))) {
            for (Frame frame :
                    List.of(new Stamped(0, 5, false, Ack.of(7)), Stamped.of(7, Stamped.of(8, Frame.Ping.PING)))) {
                Buffer out = Buffer.buffer("x");
                assertThatThrownBy(() -> encoder.encode(frame, out)).isInstanceOf(IllegalArgumentException.class);
                assertThat(out).isEqualTo(Buffer.buffer("x"));
                assertThat(bytes(encoder, Ack.of(7))).isEqualTo(bytes(Codecs.clientEncoder(dialect), Ack.of(7)));
            }
        }
    }

    @Test
    void text_has_no_frames() {
        assertThatThrownBy(() -> Codecs.clientEncoder(Dialect.TEXT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Codecs.clientDecoder(Dialect.TEXT, LIMITS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Buffer stream(Encoder encoder, List<Frame> frames) throws WireException {
        Buffer out = Buffer.buffer();
        encoder.begin(out);
        for (Frame frame : frames) {
            encoder.encode(frame, out);
        }
        return out;
    }

    private static List<Frame> read(Decoder decoder, Buffer stream, int size) throws WireException {
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < stream.length(); at += size) {
            decoder.feed(stream.getBuffer(at, Math.min(stream.length(), at + size)));
            for (Frame frame = decoder.next(); frame != null; frame = decoder.next()) {
                frames.add(unsized(frame));
            }
        }
        assertThat(decoder.hasRest()).isFalse();
        return frames;
    }
}
