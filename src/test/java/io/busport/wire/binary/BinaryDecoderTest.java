package io.busport.wire.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryDecoderTest {
    private static final byte[] PING = {2, 1, 0};

    @Test
    void hasRest_tells_whether_something_is_not_yet_whole() throws WireException {
        BinaryDecoder decoder = new BinaryDecoder(Binary.LIMITS);
        assertThat(decoder.hasRest()).isFalse();
        boolean[] rest = {true, false, true, true, false};
        byte[] stream = Binary.stream(PING);
        for (int i = 0; i < stream.length; i++) {
            decoder.feed(Buffer.buffer(new byte[] {stream[i]}));
            assertThat(decoder.hasRest()).isTrue();
            assertThat(decoder.next()).as("byte %d", i).isEqualTo(i == 4 ? Frame.Ping.PING : null);
            assertThat(decoder.hasRest()).as("byte %d", i).isEqualTo(rest[i]);
        }
        decoder.feed(Buffer.buffer());
        assertThat(decoder.hasRest()).isFalse();
    }

    @Test
    void frames_that_nobody_takes_wait_in_their_order() throws WireException {
        BinaryDecoder decoder = Binary.begun();
        List<Object> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Frame.Message message = Frame.Message.of("a", i);
            sent.add(message);
            Binary.cutEvery(Binary.encode(message), 3).forEach(piece -> decoder.feed(Buffer.buffer(piece)));
        }
        assertThat(decoder.hasRest()).isTrue();
        assertThat(Binary.readAll(decoder)).isEqualTo(sent);
        assertThat(decoder.hasRest()).isFalse();
    }

    @Test
    void nothing_is_read_after_a_fatal_exception() throws WireException {
        BinaryDecoder decoder = Binary.begun();
        decoder.feed(Buffer.buffer(new byte[] {-1, -1, -1, -1, -1, 2, 1, 0}));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(decoder::next)
                    .isInstanceOfSatisfying(
                            WireException.class, e -> assertThat(e.isFatal()).isTrue());
            decoder.feed(Buffer.buffer(PING));
            assertThat(decoder.hasRest()).isFalse();
        }
    }

    @Test
    void the_longest_frame_is_read_and_a_longer_one_is_refused_by_its_length_alone() throws WireException {
        WireLimits limits = new WireLimits(1000, 64, 100, 255);
        BinaryDecoder decoder = Binary.begun(limits);
        decoder.feed(Buffer.buffer(Binary.encode(Frame.Message.of("a", "x".repeat(996)))));
        assertThat(decoder.next()).isEqualTo(Frame.Message.of("a", "x".repeat(996)));
        decoder.feed(Buffer.buffer(Binary.encode(Frame.Message.of("a", "x".repeat(997))))
                .slice(0, 2));
        assertThatThrownBy(decoder::next).isInstanceOfSatisfying(WireException.class, e -> {
            assertThat(e.isFatal()).isTrue();
            assertThat(e.err())
                    .isEqualTo(Frame.Err.of(FailCode.TOO_LARGE, "a frame of 1001 bytes (expected: at most 1000)"));
        });
    }

    /** With room for what they announce, these would need a terabyte. */
    @Test
    void an_announced_length_takes_no_memory() throws WireException {
        WireLimits limits = new WireLimits(Integer.MAX_VALUE, 64, 100, 255);
        List<BinaryDecoder> waiting = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            BinaryDecoder decoder = Binary.begun(limits);
            // 1 GiB
            decoder.feed(Buffer.buffer(new byte[] {-128, -128, -128, -128, 4, 0x36, 0, 1, 'a', 'b'}));
            assertThat(decoder.next()).isNull();
            waiting.add(decoder);
        }
        assertThat(waiting).allMatch(BinaryDecoder::hasRest);
    }

    @Test
    void an_announced_number_of_headers_takes_no_memory_either() throws WireException {
        BinaryDecoder decoder = Binary.begun(new WireLimits(1000, Integer.MAX_VALUE, 100, 255));
        decoder.feed(Buffer.buffer(new byte[] {9, 6, 2, 1, 'a', -1, -1, -1, -1, 7}));
        assertThatThrownBy(decoder::next)
                .isInstanceOfSatisfying(
                        WireException.class,
                        e -> assertThat(e.err())
                                .isEqualTo(Frame.Err.of(
                                                FailCode.MALFORMED,
                                                "2147483647 headers (expected: no more than fit the 0 bytes left of the frame)")
                                        .to(null, "a")));
    }

    @Test
    void an_address_that_is_repeated_is_one_string() throws WireException {
        BinaryDecoder decoder = Binary.begun();
        for (int i = 0; i < 2; i++) {
            decoder.feed(Buffer.buffer(Binary.encode(Frame.Message.of("주소", i), Frame.Message.of("주소", i))));
        }
        List<Object> read = Binary.readAll(decoder);
        assertThat(read).hasSize(4).allSatisfy(m -> assertThat(address(m)).isSameAs(address(read.get(0))));
        decoder.feed(Buffer.buffer(Binary.encode(Frame.Message.of("주인", 1), Frame.Message.of("주소", 1))));
        assertThat(Binary.readAll(decoder))
                .extracting(BinaryDecoderTest::address)
                .containsExactly("주인", "주소");
    }

    @Test
    void a_large_body_is_a_slice_of_the_read() throws WireException {
        BinaryDecoder decoder = Binary.begun();
        Buffer read = Buffer.buffer(Binary.encode(Frame.Message.of("a", Buffer.buffer(new byte[4096]))));
        decoder.feed(read);
        Buffer body = body(decoder.next());
        var unused = read.setByte(read.length() - 1, (byte) 7);
        assertThat(body.getByte(4095)).isEqualTo((byte) 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 1500})
    void a_body_that_is_small_beside_the_read_does_not_keep_it_alive(int size) throws WireException {
        BinaryDecoder decoder = Binary.begun();
        Frame small = Frame.Message.of("a", Buffer.buffer(new byte[size]));
        Buffer read = Buffer.buffer(Binary.encode(small, Frame.Message.of("a", Buffer.buffer(new byte[60_000]))));
        decoder.feed(read);
        Buffer body = body(decoder.next());
        var unused = read.setBytes(0, new byte[read.length()]).setByte(4 + size, (byte) 7);
        assertThat(body.getByte(size - 1)).isEqualTo((byte) 0);
        // Whoever gets it may use it as any other buffer.
        assertThat(body.appendByte((byte) 1).length()).isEqualTo(size + 1);
    }

    private static Buffer body(@Nullable Frame frame) {
        return (Buffer) Objects.requireNonNull(((Frame.Message) Objects.requireNonNull(frame)).body());
    }

    private static String address(Object frame) {
        return ((Frame.Message) frame).address();
    }
}
