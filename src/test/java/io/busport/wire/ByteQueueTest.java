package io.busport.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteQueueTest {
    private final ByteQueue queue = new ByteQueue();

    @Test
    void positions_count_from_the_first_byte_not_yet_taken() {
        queue.add(Buffer.buffer("hello"));
        queue.take(2);
        queue.add(Buffer.buffer("!"));
        assertThat(queue.size()).isEqualTo(4);
        assertThat(queue.at(0)).isEqualTo((byte) 'l');
        assertThat(queue.indexOf((byte) 'l', 0)).isZero();
        assertThat(queue.indexOf((byte) 'l', 1)).isEqualTo(1);
        assertThat(queue.indexOf((byte) 'l', 2)).isEqualTo(-1);
        assertThat(queue.indexOf((byte) '!', 4)).isEqualTo(-1);
        assertThat(new String(queue.array(queue.size()), queue.offset(), queue.size(), US_ASCII))
                .isEqualTo("llo!");
    }

    @Test
    void four_bytes_are_a_signed_number_with_the_highest_first() {
        for (int number : new int[] {0, 1, 0x01020304, 0x7FFFFFFF, 0x80000000, -1}) {
            ByteQueue one = new ByteQueue();
            one.add(Buffer.buffer("x").appendInt(number));
            assertThat(one.intAt(1)).isEqualTo(number);
        }
    }

    @Test
    void what_is_fed_may_be_used_again_by_whoever_fed_it() {
        Buffer data = Buffer.buffer("abc");
        queue.add(data);
        data.setByte(0, (byte) 'x');
        assertThat(queue.at(0)).isEqualTo((byte) 'a');
    }

    @Test
    void no_room_is_kept_while_nothing_waits() {
        queue.add(Buffer.buffer("hello"));
        queue.take(5);
        assertThat(queue.room()).isZero();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void the_room_of_a_large_frame_is_given_back_while_the_beginning_of_another_waits() {
        queue.add(Buffer.buffer(new byte[1 << 20]));
        queue.add(Buffer.buffer("next"));
        queue.take(1 << 20);
        assertThat(queue.size()).isEqualTo(4);
        assertThat(queue.room()).isLessThanOrEqualTo(4 << 10);
        assertThat(queue.at(0)).isEqualTo((byte) 'n');
    }

    @Test
    void room_grows_with_what_came_and_doubles_at_most() {
        Buffer one = Buffer.buffer("x");
        int moves = 0;
        boolean bounded = true;
        for (int i = 1; i <= 1 << 20; i++) {
            byte[] before = queue.array(0);
            queue.add(one);
            moves += before == queue.array(0) ? 0 : 1;
            bounded &= queue.room() <= Math.max(256, 2 * i);
        }
        assertThat(bounded).isTrue();
        assertThat(moves).isLessThanOrEqualTo(10); // 256 bytes to 64 KiB, and the first; nothing is moved beyond that
    }

    @Test
    void what_waits_in_chunks_is_found_and_put_together() {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        large[200_000] = '!';
        for (int i = 0; i < large.length; i += 10_000) {
            queue.add(Buffer.buffer(Arrays.copyOfRange(large, i, i + 10_000)));
        }
        assertThat(queue.at(299_999)).isEqualTo(large[299_999]);
        assertThat(queue.indexOf((byte) '!', 199_999)).isIn(199_999, 200_000);
        queue.take(100_000);
        byte[] array = queue.array(150_000);
        assertThat(Arrays.copyOfRange(array, queue.offset(), queue.offset() + 150_000))
                .isEqualTo(Arrays.copyOfRange(large, 100_000, 250_000));
        queue.take(150_000);
        assertThat(queue.size()).isEqualTo(50_000);
        assertThat(queue.at(0)).isEqualTo(large[250_000]);
        queue.take(50_000);
        assertThat(queue.room()).isZero();
    }

    @Test
    void bytes_are_moved_a_fixed_number_of_times_while_the_queue_is_never_empty() {
        int waiting = 10_000;
        queue.add(Buffer.buffer(new byte[waiting]));
        long moved = 0;
        int rounds = 1_000_000;
        for (int i = 0; i < rounds; i++) {
            byte[] array = queue.array(0);
            int offset = queue.offset();
            queue.add(Buffer.buffer("x"));
            queue.take(1);
            moved += array == queue.array(0) && offset < queue.offset() ? 0 : queue.size();
        }
        assertThat(moved).isLessThanOrEqualTo(4L * (rounds + waiting));
    }

    @Test
    void more_than_a_chunk_that_is_never_empty_is_not_moved_at_all() {
        queue.add(Buffer.buffer(new byte[200_000]));
        int fronts = 0;
        for (int i = 0; i < 1_000_000; i++) {
            byte[] before = queue.array(0);
            queue.add(Buffer.buffer("x"));
            queue.take(1);
            fronts += before == queue.array(0) ? 0 : 1;
        }
        assertThat(fronts).isLessThanOrEqualTo(1_200_000 / (64 << 10) + 1);
    }

    @Test
    void bytes_come_out_as_they_went_in_whatever_the_sizes() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            ByteQueue any = new ByteQueue();
            Buffer expected = Buffer.buffer();
            Buffer taken = Buffer.buffer();
            for (int step = 0; step < 200; step++) {
                byte[] data = new byte[random.nextInt(random.nextInt(20) == 0 ? 20_000 * (1 + seed % 5) : 50)];
                random.nextBytes(data);
                any.add(Buffer.buffer(data));
                expected.appendBytes(data);
                int count = random.nextInt(any.size() + 1) / (1 + random.nextInt(3));
                taken.appendBytes(any.array(count), any.offset(), count);
                any.take(count);
            }
            taken.appendBytes(any.array(any.size()), any.offset(), any.size());
            assertThat(taken).as("seed %d", seed).isEqualTo(expected);
        }
    }
}
