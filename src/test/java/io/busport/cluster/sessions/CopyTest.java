package io.busport.cluster.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import io.busport.cluster.sessions.SnapshotBytes.Head;
import io.busport.session.Outbox.Kept;
import io.busport.session.SessionSnapshot;
import io.busport.wire.FailCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CopyTest {
    private static final int HALF = Copy.CHUNK / 2;

    private final SnapshotBytes bytes = new SnapshotBytes();
    private final OutboxWard ward = new OutboxWard("s");
    private final Copy copy = new Copy(ward);
    private final Map<String, byte[]> table = new HashMap<>();

    /** @return how many chunks that took */
    private int write() {
        Map<String, byte[]> chunks = copy.newChunk(bytes);
        table.putAll(chunks);
        table.put(copy.headKey(), copy.head(bytes));
        copy.written().forEach(table::remove);
        return chunks.size();
    }

    private Head head() {
        byte[] written = table.get("s/3/head");
        assertThat(written).isNotNull();
        return SnapshotBytes.read(written == null ? new byte[0] : written);
    }

    /** As another gateway would put it together. */
    private List<Kept> together() {
        Head head = head();
        Map<Long, List<Kept>> chunks = new HashMap<>();
        head.chunks().forEach(c -> {
            byte[] chunk = table.get("s/3/" + c.k());
            if (chunk != null) {
                chunks.put(c.k(), SnapshotBytes.readEntries(chunk));
            }
        });
        return Copy.together(head, chunks).outbox();
    }

    private List<Kept> owed() {
        return ward.outbox.kept().stream().map(Kept::asSent).toList();
    }

    @Test
    void a_client_that_keeps_up_has_no_chunk() {
        ward.owe(HALF);
        ward.owe(HALF - 1);
        assertThat(write()).isZero();
        assertThat(table).containsOnlyKeys("s/3/head");
        assertThat(together()).hasSize(2).isEqualTo(owed());
    }

    @Test
    void as_much_as_a_chunk_becomes_one_and_leaves_the_head() {
        ward.owe(HALF);
        ward.owe(HALF);
        assertThat(write()).isEqualTo(1);
        assertThat(table).containsOnlyKeys("s/3/head", "s/3/1");
        assertThat(head().snapshot().outbox()).isEmpty();
        assertThat(together()).hasSize(2).isEqualTo(owed());
    }

    @Test
    void a_chunk_is_written_once() {
        ward.owe(Copy.CHUNK);
        assertThat(write()).isEqualTo(1);
        assertThat(write()).isZero();
        ward.owe(HALF);
        assertThat(write()).isZero();
        assertThat(head().snapshot().outbox()).extracting(Kept::n).containsExactly(2L);
        ward.owe(HALF);
        assertThat(write()).isEqualTo(1);
        assertThat(table).containsOnlyKeys("s/3/head", "s/3/1", "s/3/2");
        assertThat(copy.keys()).containsExactlyInAnyOrderElementsOf(table.keySet());
        assertThat(together()).hasSize(3).isEqualTo(owed());
    }

    @Test
    void a_chunk_is_there_until_the_client_has_all_of_it_and_a_head_says_so() {
        ward.owe(HALF);
        ward.owe(HALF);
        int unused = write();
        ward.acknowledge(1);
        unused = write();
        assertThat(table).containsKey("s/3/1");
        assertThat(together()).extracting(Kept::n).containsExactly(2L);
        ward.acknowledge(2);
        assertThat(copy.newChunk(bytes)).isEmpty();
        assertThat(head().chunks()).hasSize(1);
        table.put(copy.headKey(), copy.head(bytes));
        assertThat(copy.written()).containsExactly("s/3/1");
        table.remove("s/3/1");
        assertThat(together()).isEmpty();
        assertThat(copy.keys()).containsExactly("s/3/head");
    }

    @Test
    void what_is_lost_after_it_was_written_is_a_gap_of_the_head() {
        ward.owe(HALF);
        ward.owe(HALF);
        int unused = write();
        assertThat(ward.outbox.dropOldest(FailCode.SLOW_CONSUMER, 9)).isTrue();
        unused = write();
        assertThat(together())
                .isEqualTo(owed())
                .extracting(k -> k.frame() == null)
                .containsExactly(true, false);
    }

    @Test
    void what_a_head_shows_is_safe_and_not_what_came_later() {
        ward.owe(1);
        assertThat(copy.newChunk(bytes)).isEmpty();
        ward.owe(1);
        table.put(copy.headKey(), copy.head(bytes));
        assertThat(copy.written()).isEmpty();
        assertThat(ward.safe).extracting(SessionSnapshot::last).containsExactly(1L);
        assertThat(together()).extracting(Kept::n).containsExactly(1L);
    }

    @Test
    void no_head_is_older_than_what_was_looked_at_for_it() {
        assertThatIllegalStateException().isThrownBy(() -> copy.head(bytes));
        assertThatIllegalStateException().isThrownBy(copy::written);
    }

    @Test
    void a_chunk_that_is_gone_leaves_a_gap_for_what_the_client_does_not_have() {
        for (int i = 0; i < 4; i++) {
            ward.owe(HALF / 2);
        }
        int unused = write();
        ward.owe(1);
        ward.acknowledge(1);
        unused = write();
        table.remove("s/3/1");
        List<Kept> found = together();
        assertThat(found).hasSize(2);
        assertThat(found.get(0)).matches(k -> k.frame() == null && k.lost() == FailCode.GATEWAY_LOST);
        assertThat(found.get(0)).extracting(Kept::from, Kept::n, Kept::count).containsExactly(2L, 4L, 3L);
        assertThat(found.get(1)).extracting(Kept::n).isEqualTo(5L);
    }

    @Test
    void a_message_is_in_one_gap_only_when_more_has_given_way_than_is_gone() {
        ward.owe(HALF);
        ward.owe(HALF);
        int unused = write();
        ward.acknowledge(1);
        ward.owe(1);
        assertThat(ward.outbox.dropOldest(FailCode.SLOW_CONSUMER, 9)).isTrue();
        assertThat(ward.outbox.dropOldest(FailCode.SLOW_CONSUMER, 9)).isTrue();
        unused = write();
        table.remove("s/3/1");
        assertThat(together()).extracting(Kept::from, Kept::n).containsExactly(tuple(2L, 3L));
    }

    /** At whatever moment its gateway is lost, there is what the last head showed; and of what is gone each number is told once. */
    @Test
    void what_is_put_together_is_what_was_owed() {
        int chunks = 0;
        int lost = 0;
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            CopyTest world = new CopyTest();
            OutboxWard one = world.ward;
            List<Kept> shown = List.of();
            for (int i = 0; i < 60; i++) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> one.owe(1 + random.nextInt(HALF));
                    case 2 -> {
                        List<Kept> kept = one.outbox.kept();
                        if (!kept.isEmpty()) {
                            one.acknowledge(
                                    kept.get(random.nextInt(kept.size())).n());
                        }
                    }
                    case 3 -> {
                        boolean unused = one.outbox.dropOldest(FailCode.SLOW_CONSUMER, i);
                    }
                    default -> {
                        chunks += world.write();
                        shown = world.owed();
                    }
                }
                if (world.table.isEmpty()) {
                    continue;
                }
                assertThat(world.together()).as("seed %d, step %d", seed, i).isEqualTo(shown);
            }
            if (!world.table.isEmpty() && !world.head().chunks().isEmpty()) {
                world.table.remove("s/3/" + world.head().chunks().get(0).k());
                world.assertCoversAll(seed);
                lost++;
            }
        }
        assertThat(chunks).isGreaterThan(100);
        assertThat(lost).isGreaterThan(30);
    }

    private void assertCoversAll(long seed) {
        long next = head().snapshot().acked() + 1;
        for (Kept k : together()) {
            assertThat(k.from()).as("seed %d: what follows %d", seed, next - 1).isEqualTo(next);
            next = k.n() + 1;
        }
        assertThat(next - 1)
                .as("seed %d: the last", seed)
                .isEqualTo(head().snapshot().last());
    }
}
