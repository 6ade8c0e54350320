package io.busport.cluster.sessions;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.Outbox.Kept;
import io.busport.session.SessionSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeoutException;
import org.infinispan.AdvancedCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When sessions are written, and when they know that they are. */
@ExtendWith(VertxExtension.class)
class CopiesTest {
    private final LocalTables tables = new LocalTables();
    private final AdvancedCache<String, byte[]> cache = tables.table("copies");
    private final HandLoop loop = new HandLoop();
    private final OutboxWard ward = new OutboxWard("s");
    private final OutboxWard other = new OutboxWard("t");
    private boolean fit = true;
    private Copies copies;

    @BeforeEach
    void begin(Vertx vertx) {
        copies = new Copies(vertx, new CopyTable(cache), loop.sessions(), () -> fit);
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private void change(OutboxWard which, int size) {
        which.owe(size);
        copies.changed(which);
    }

    private void await(Future<Void> settled) throws InterruptedException {
        while (!settled.isComplete()) {
            loop.runNext();
        }
    }

    @Test
    void what_changes_in_one_turn_is_written_together_when_the_turn_ends() throws InterruptedException {
        assertThat(copies.keeps()).isTrue();
        change(ward, 1);
        change(ward, 1);
        change(other, 1);
        assertThat(cache).isEmpty();
        assertThat(ward.safe).isEmpty();
        await(copies.settled());
        assertThat(cache).containsOnlyKeys("s/3/head", "t/3/head");
        assertThat(ward.safe).extracting(SessionSnapshot::last).containsExactly(2L);
        assertThat(other.safe).hasSize(1);
    }

    @Test
    void who_waits_for_nothing_does_not_wait() {
        assertThat(copies.settled().succeeded()).isTrue();
    }

    @Test
    void what_changes_while_others_are_written_is_written_next_and_waited_for() throws InterruptedException {
        change(ward, 1);
        Future<Void> first = copies.settled();
        loop.runNext(); // the write is under way
        change(ward, 1);
        change(other, 1);
        Future<Void> second = copies.settled();
        await(first);
        assertThat(second.isComplete()).isFalse();
        assertThat(ward.safe).extracting(SessionSnapshot::last).containsExactly(1L);
        await(second);
        assertThat(ward.safe).extracting(SessionSnapshot::last).containsExactly(1L, 2L);
        assertThat(other.safe).hasSize(1);
    }

    @Test
    void who_asks_while_it_is_written_waits_for_that() throws InterruptedException {
        change(ward, 1);
        loop.runNext();
        Future<Void> asked = copies.settled();
        assertThat(asked.isComplete()).isFalse();
        await(asked);
        assertThat(ward.safe).hasSize(1);
    }

    @Test
    void a_chunk_is_there_before_the_head_says_so() throws InterruptedException {
        change(ward, Copy.CHUNK);
        Future<Void> settled = copies.settled();
        loop.runNext(); // begins with the chunk; what becomes of it waits for its turn
        assertThat(cache).doesNotContainKey("s/3/head");
        assertThat(ward.safe).isEmpty();
        await(settled);
        assertThat(cache).containsOnlyKeys("s/3/1", "s/3/head");
        ward.acknowledge(1);
        copies.changed(ward);
        await(copies.settled());
        assertThat(cache).containsOnlyKeys("s/3/head");
    }

    @Test
    void a_gateway_that_is_not_fit_promises_nothing_and_goes_on_when_it_is() throws InterruptedException {
        fit = false;
        change(ward, 1);
        Future<Void> settled = copies.settled();
        loop.runNext();
        loop.runNext(); // it is written, and that counts for nothing
        assertThat(settled.isComplete()).isFalse();
        assertThat(ward.safe).isEmpty();
        fit = true;
        await(settled);
        assertThat(ward.safe).hasSize(1);
    }

    @Test
    void of_a_session_that_has_ended_nothing_is_left() throws InterruptedException {
        change(ward, Copy.CHUNK);
        await(copies.settled());
        change(ward, 1);
        copies.ended(ward);
        await(copies.settled());
        assertThat(cache).isEmpty();
        assertThat(ward.safe).hasSize(1);
    }

    @Test
    void what_is_kept_of_a_session_that_has_left_is_left_to_others() throws InterruptedException, TimeoutException {
        change(ward, Copy.CHUNK);
        await(copies.settled());
        change(ward, 1);
        copies.left(ward);
        await(copies.settled());
        assertThat(cache).containsOnlyKeys("s/3/1", "s/3/head");
        SessionSnapshot found = new CopyTable(cache).read("s", 3).await(5, SECONDS);
        assertThat(found).isNotNull();
        assertThat(found == null ? null : found.outbox()).extracting(Kept::n).containsExactly(1L);
    }
}
