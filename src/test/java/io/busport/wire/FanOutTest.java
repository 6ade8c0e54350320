package io.busport.wire;

import static io.busport.wire.SessionSamples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.SessionFrames.Stamped;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One message to many sessions, each with a number of its own. The body is changed in between, which nobody may do: so it shows whether
 * it was looked at again.
 */
class FanOutTest {
    private final Codecs codecs = fresh();

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void a_message_is_written_once_and_copied_under_every_number(Dialect dialect) {
        for (int size : new int[] {1, 5000, 60_000}) {
            Encoder encoder = codecs.encoder(dialect);
            JsonArray body = new JsonArray().add("x".repeat(size));
            Frame.Message message = new Frame.Message("news", null, Headers.of("a", "b"), body, false);
            Frame.Message same = new Frame.Message("news", null, Headers.of("a", "b"), body.copy(), false);
            List<Frame> first = stamped(message);
            List<Frame> alike = stamped(same);
            Buffer unused = bytes(encoder, first.get(0));
            var unusedToo = body.add("more");
            for (int i = 0; i < first.size(); i++) {
                assertThat(bytes(encoder, first.get(i)))
                        .as("%s", alike.get(i))
                        .isEqualTo(bytes(fresh().encoder(dialect), alike.get(i)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void anything_in_between_is_the_end_of_the_copy(Dialect dialect) {
        Encoder encoder = codecs.encoder(dialect);
        for (Frame between :
                List.of(Frame.Pong.PONG, SessionFrames.Ack.of(3), Stamped.of(3, Frame.Message.of("a", "b")))) {
            JsonArray body = new JsonArray();
            Frame message = Frame.Message.of("a", body);
            Buffer first = bytes(encoder, Stamped.of(1, message));
            var unused = body.add(1);
            assertThat(bytes(encoder, Stamped.of(1, message))).isEqualTo(first);
            assertThat(bytes(encoder, between)).isNotEqualTo(first);
            assertThat(bytes(encoder, Stamped.of(1, message))).isNotEqualTo(first);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void the_size_told_is_the_size_written_or_a_little_more(Dialect dialect) {
        Encoder encoder = codecs.encoder(dialect);
        for (int size : new int[] {5000, 60_000, 100_000}) {
            Frame.Message message = Frame.Message.of("a", "é".repeat(size));
            for (Frame frame : stamped(message)) {
                int told = encoder.sizeOf(frame);
                int written = bytes(encoder, frame).length();
                assertThat(told).isBetween(written, written + 60);
            }
        }
    }

    private static Codecs fresh() {
        return new Codecs(new WireLimits(1 << 20, 64, 16 << 10, 255));
    }

    /** With numbers that become longer and shorter again, and without any. */
    private static List<Frame> stamped(Frame.Message message) {
        return List.of(
                Stamped.of(9, message),
                Stamped.of(10, message),
                new Stamped(SessionFrames.MAX_NUMBER, SessionFrames.MAX_NUMBER, true, message),
                message,
                new Stamped(0, 0, false, message),
                new Stamped(127, -1, true, message),
                new Stamped(128, 16_384, false, message),
                message);
    }
}
