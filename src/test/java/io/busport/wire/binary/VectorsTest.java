package io.busport.wire.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.binary.Binary.Refused;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test vector, read and written. */
class VectorsTest {
    private static final byte[] PING = {2, 1, 0};

    static Stream<Vector> frames() {
        return vectors("frame");
    }

    static Stream<Vector> framesAndReads() {
        return Stream.concat(vectors("frame"), vectors("reads"));
    }

    static Stream<Vector> errors() {
        return vectors("error");
    }

    static Stream<Vector> fatals() {
        return vectors("fatal");
    }

    static Stream<Vector> beginnings() {
        return vectors("begins");
    }

    private static Stream<Vector> vectors(String verdict) {
        return Vector.all().stream().filter(v -> v.verdict().equals(verdict));
    }

    @ParameterizedTest
    @MethodSource("framesAndReads")
    void the_bytes_are_this_frame(Vector v) {
        assertThat(Binary.readAll(List.of(Binary.stream(v.bytes())))).containsExactly(frame(v));
    }

    @ParameterizedTest
    @MethodSource("framesAndReads")
    void the_bytes_are_this_frame_one_at_a_time_too(Vector v) {
        assertThat(Binary.readAll(Binary.cutEvery(Binary.stream(v.bytes()), 1))).containsExactly(frame(v));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void the_frame_is_written_as_these_bytes(Vector v) throws WireException {
        assertThat(Binary.encode(frame(v))).isEqualTo(v.bytes());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void the_bytes_are_refused_and_the_next_frame_is_read(Vector v) {
        List<Object> read = Binary.readAll(List.of(Binary.stream(v.bytes(), PING)));
        assertThat(read).hasSize(2).endsWith(Frame.Ping.PING);
        assertThat(read.get(0)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.fatal()).isFalse();
            assertRefused(v, refused.err());
        });
    }

    @ParameterizedTest
    @MethodSource("fatals")
    void the_bytes_end_the_connection(Vector v) {
        List<Object> read = Binary.readAll(List.of(Binary.stream(PING, v.bytes(), PING)));
        assertThat(read).hasSize(2).startsWith(Frame.Ping.PING);
        assertThat(read.get(1)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.fatal()).isTrue();
            assertRefused(v, refused.err());
        });
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void connections_begin_with_one_preface(Vector v) {
        List<Object> read = Binary.readAll(List.of(v.bytes(), PING));
        if (v.expected().isEmpty()) {
            assertThat(read).containsExactly(Frame.Ping.PING);
        } else {
            assertThat(read.get(0)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.fatal()).isTrue();
                assertRefused(v, refused.err());
            });
        }
    }

    @Test
    void every_vector_is_run_and_has_a_name_of_its_own() {
        List<Vector> all = Vector.all();
        assertThat(all).extracting(Vector::name).doesNotHaveDuplicates().hasSizeGreaterThan(90);
        assertThat(all).allSatisfy(v -> assertThat(v.verdict()).isIn("frame", "reads", "error", "fatal", "begins"));
    }

    private static Frame frame(Vector v) {
        return FrameJson.frame(v.expected(), v.bytes().length);
    }

    private static void assertRefused(Vector v, Frame.Err err) {
        JsonObject expected = v.expected();
        assertThat(err.code()).isEqualTo(FrameJson.failCode(expected.getString("code")));
        assertThat(err.address()).isEqualTo(expected.getString("label"));
        assertThat(err.sourceAddress()).isEqualTo(expected.getString("asked"));
        assertThat(err.message()).contains(expected.getString("message"));
        assertThat(err.message().lines()).hasSize(1);
    }
}
