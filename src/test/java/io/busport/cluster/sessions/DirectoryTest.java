package io.busport.cluster.sessions;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.cluster.sessions.Directory.Entry;
import io.busport.session.Grave;
import io.vertx.core.Future;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.infinispan.AdvancedCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final Entry FIRST = new Entry("node a-1", 1, 1);

    private final LocalTables tables = new LocalTables();
    private final AdvancedCache<String, String> sessions = tables.table("sessions");
    private final Directory directory = new Directory(sessions, tables.table("names"), tables.table("graves"), 600_000);

    @AfterEach
    void close() {
        tables.close();
    }

    private static <T> T of(Future<T> future) throws TimeoutException {
        return future.await(5, SECONDS);
    }

    private void put(String session, Entry entry) throws TimeoutException {
        Void unused = of(directory.put(session, entry));
    }

    @Test
    void what_is_put_is_there_and_nothing_else() throws TimeoutException {
        put("s", FIRST);
        put("t", new Entry("", Long.MAX_VALUE, 0));
        assertThat(of(directory.get("s"))).isEqualTo(FIRST);
        assertThat(of(directory.get("t"))).isEqualTo(new Entry("", Long.MAX_VALUE, 0));
        assertThat(of(directory.get("u"))).isNull();
    }

    @Test
    void a_new_owner_has_a_term_of_its_own_and_the_copies_of_the_one_before() {
        Entry second = FIRST.takenBy("b");
        assertThat(second).isEqualTo(new Entry("b", 2, 1));
        assertThat(second.takenBy("c")).as("b never wrote a copy").isEqualTo(new Entry("c", 3, 1));
        assertThat(second.kept()).isEqualTo(new Entry("b", 2, 2));
        assertThat(second.kept().takenBy("c")).isEqualTo(new Entry("c", 3, 2));
    }

    @Test
    void of_two_who_take_a_session_one_gets_it() throws TimeoutException {
        put("s", FIRST);
        assertThat(of(directory.replace("s", FIRST, FIRST.takenBy("b")))).isTrue();
        assertThat(of(directory.replace("s", FIRST, FIRST.takenBy("c")))).isFalse();
        assertThat(of(directory.get("s"))).isEqualTo(new Entry("b", 2, 1));
    }

    @Test
    void a_session_is_removed_although_its_copies_are_found_good_at_that_moment() throws TimeoutException {
        Entry mine = FIRST.takenBy("b");
        put("s", mine);
        AtomicInteger tries = new AtomicInteger();
        InvocationHandler late = (proxy, method, arguments) -> {
            if (method.getName().equals("removeAsync") && tries.incrementAndGet() == 1) {
                assertThat(of(directory.replace("s", mine, mine.kept()))).isTrue();
            }
            return method.invoke(sessions, arguments);
        };
        @SuppressWarnings("unchecked")
        AdvancedCache<String, String> table = (AdvancedCache<String, String>)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {AdvancedCache.class}, late);
        Directory slow = new Directory(table, sessions, sessions, 600_000);
        Void unused = of(slow.remove("s", "b"));
        assertThat(of(directory.get("s"))).isNull();
        assertThat(tries).hasValue(2);
    }

    @Test
    void who_comes_late_with_the_owner_right_and_the_term_wrong_changes_nothing() throws TimeoutException {
        Entry again = FIRST.takenBy("b").takenBy(FIRST.owner());
        put("s", again);
        assertThat(of(directory.replace("s", FIRST, FIRST.takenBy("c")))).isFalse();
        Entry otherCopies = new Entry(again.owner(), again.term(), again.term());
        assertThat(of(directory.replace("s", otherCopies, otherCopies.takenBy("c"))))
                .isFalse();
        assertThat(of(directory.get("s"))).isEqualTo(again);
    }

    @Test
    void nobody_takes_what_is_not_there() throws TimeoutException {
        assertThat(of(directory.replace("s", FIRST, FIRST.takenBy("b")))).isFalse();
        assertThat(of(directory.get("s"))).isNull();
    }

    @Test
    void an_owner_gives_up_what_it_has_and_not_what_another_has_taken() throws TimeoutException {
        put("s", FIRST);
        Void unused = of(directory.remove("s", "b"));
        assertThat(of(directory.get("s"))).isEqualTo(FIRST);
        unused = of(directory.remove("s", FIRST.owner()));
        assertThat(of(directory.get("s"))).isNull();
    }

    @Test
    void sessions_are_found_by_what_their_entries_say() throws TimeoutException {
        put("s", FIRST);
        put("t", FIRST.takenBy("b"));
        put("u", FIRST.takenBy("c"));
        assertThat(directory.where(e -> e.term() == 2)).containsOnlyKeys("t", "u");
        assertThat(directory.where(e -> e.owner().equals("b")))
                .containsOnlyKeys("t")
                .containsEntry("t", FIRST.takenBy("b"));
        assertThat(directory.where(e -> false)).isEmpty();
    }

    @Test
    void a_name_belongs_to_who_claims_it_first_and_however_often() throws TimeoutException {
        assertThat(of(directory.claim("river", "s"))).isNull();
        assertThat(of(directory.claim("river", "s"))).isNull();
        assertThat(of(directory.claim("river", "t"))).isEqualTo("s");
        assertThat(of(directory.claim("lake", "t"))).isNull();
    }

    @Test
    void a_name_is_released_by_who_has_it() throws TimeoutException {
        String unused = of(directory.claim("river", "s"));
        assertThat(of(directory.release("river", "t"))).isFalse();
        assertThat(of(directory.claim("river", "t"))).isEqualTo("s");
        assertThat(of(directory.release("river", "s"))).isTrue();
        assertThat(of(directory.claim("river", "t"))).isNull();
    }

    @Test
    void a_session_that_is_gone_is_remembered_with_its_proofs() throws TimeoutException {
        Grave both = new Grave("s", new byte[] {0, 1, -1}, new byte[] {5}, Long.MAX_VALUE);
        Grave one = new Grave("t", new byte[] {2}, null, 0);
        for (Grave grave : List.of(both, one)) {
            directory.bury(grave);
            assertThat(of(directory.grave(grave.id())))
                    .usingRecursiveComparison()
                    .isEqualTo(grave);
        }
        assertThat(of(directory.grave("u"))).isNull();
    }
}
