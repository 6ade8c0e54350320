package io.busport.cluster.sessions;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.Outbox.Kept;
import io.busport.session.SessionSnapshot;
import io.busport.wire.FailCode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.infinispan.AdvancedCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyTableTest {
    private final LocalTables tables = new LocalTables();
    private final AdvancedCache<String, byte[]> cache = tables.table("copies");
    private final CopyTable table = new CopyTable(cache);
    private final SnapshotBytes bytes = new SnapshotBytes();
    private final OutboxWard ward = new OutboxWard("s");
    private final Copy copy = new Copy(ward);

    @AfterEach
    void close() {
        tables.close();
    }

    private static <T> T of(Future<T> future) throws TimeoutException {
        return future.await(5, SECONDS);
    }

    /** A copy of three chunks and a message in its head. */
    private void write() throws TimeoutException {
        for (int i = 0; i < 3; i++) {
            ward.owe(Copy.CHUNK);
            Void unused = of(table.put(copy.newChunk(bytes)));
        }
        ward.owe(1);
        assertThat(copy.newChunk(bytes)).isEmpty();
        Void unused = of(table.put(Map.of(copy.headKey(), copy.head(bytes))));
    }

    private List<Kept> read() throws TimeoutException {
        SessionSnapshot found = of(table.read("s", 3));
        assertThat(found).isNotNull();
        return found == null ? List.of() : found.outbox();
    }

    @Test
    void a_session_is_read_of_its_head_and_its_chunks() throws TimeoutException {
        write();
        assertThat(cache).containsOnlyKeys("s/3/head", "s/3/1", "s/3/2", "s/3/3");
        assertThat(read())
                .hasSize(4)
                .isEqualTo(ward.outbox.kept().stream().map(Kept::asSent).toList());
    }

    @Test
    void many_entries_are_written_as_one_is() throws TimeoutException {
        Void unused = of(table.put(Map.of("a", new byte[] {1}, "b", new byte[] {2})));
        assertThat(cache.get("a")).containsExactly(1);
        assertThat(cache.get("b")).containsExactly(2);
    }

    @Test
    void there_is_nothing_of_another_session_or_another_term() throws TimeoutException {
        write();
        assertThat(of(table.read("s", 2))).isNull();
        assertThat(of(table.read("t", 3))).isNull();
    }

    @Test
    void a_chunk_that_is_gone_leaves_a_gap() throws TimeoutException {
        write();
        byte @Nullable [] unused = cache.remove("s/3/2");
        assertThat(read()).extracting(Kept::lost).containsExactly(null, FailCode.GATEWAY_LOST, null, null);
    }

    @Test
    void a_chunk_that_cannot_be_read_leaves_a_gap() throws TimeoutException {
        write();
        byte @Nullable [] unused = cache.put("s/3/2", new byte[] {0, 0, 0, 1, 0});
        assertThat(read()).extracting(Kept::lost).containsExactly(null, FailCode.GATEWAY_LOST, null, null);
    }

    @Test
    void a_head_that_cannot_be_read_is_no_copy() throws TimeoutException {
        write();
        byte @Nullable [] unused = cache.put("s/3/head", new byte[] {0, 0, 0, 2});
        assertThat(of(table.read("s", 3))).isNull();
    }

    @Test
    void nothing_is_left_of_a_term_that_is_forgotten_and_others_are_left_alone() throws TimeoutException {
        write();
        byte @Nullable [] unused = cache.put("s/4/head", new byte[] {1});
        Void unusedDone = of(table.forget("s", 3));
        assertThat(cache).containsOnlyKeys("s/4/head");
        unusedDone = of(table.forget("t", 3));
        assertThat(cache).containsOnlyKeys("s/4/head");
    }

    @Test
    void what_is_removed_is_gone() throws TimeoutException {
        write();
        table.remove(List.of("s/3/1", "s/3/head"));
        assertThat(cache).containsOnlyKeys("s/3/2", "s/3/3");
    }
}
