package io.busport.connection;

import io.busport.config.LimitsConfig;
import io.busport.session.Excerpt;
import io.busport.session.Query;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All connections of a gateway, for those who are on no event loop of theirs. Safe to use from any thread: each loop is asked. */
public final class Connections {
    private static final Comparator<ConnectionInfo> LATEST_END_FIRST = Comparator.comparing(
                    (ConnectionInfo c) -> c.closed() == null ? Instant.MAX : c.closed())
            .reversed();

    private record Shard(Context context, ConnectionTable table) {}

    private final List<Shard> shards = new CopyOnWriteArrayList<>();
    private final String prefix =
            String.format("%04x", ThreadLocalRandom.current().nextInt(0x10000));
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<@Nullable Admission> admission = new AtomicReference<>();

    /** The name of this gateway: the beginning of the ids of its connections. */
    public String gateway() {
        return prefix;
    }

    /** An id that no other connection of this process has, and hardly one of another process. */
    String nextId() {
        return prefix + "-" + count.incrementAndGet();
    }

    /** The one admission of all event loops. */
    Admission admission(LimitsConfig limits) {
        return Objects.requireNonNull(admission.updateAndGet(there -> there != null
                ? there
                : new Admission(
                        limits.maxConnections(),
                        limits.maxConnectionsPerAddress(),
                        limits.acceptRate(),
                        System::nanoTime)));
    }

    ConnectionTable newTable(Context context) {
        ConnectionTable table = new ConnectionTable();
        shards.add(new Shard(context, table));
        return table;
    }

    /** Every open connection, then the last thousand that ended, latest first. */
    public Future<List<ConnectionInfo>> describe() {
        List<Future<List<ConnectionInfo>>> parts = new ArrayList<>();
        shards.forEach(s -> parts.add(onLoop(s.context, s.table::describe)));
        return Future.all(parts).map(all -> {
            List<ConnectionInfo> infos = new ArrayList<>();
            all.<List<ConnectionInfo>>list().forEach(infos::addAll);
            infos.sort(LATEST_END_FIRST);
            long openOnes = infos.stream().filter(c -> c.closed() == null).count();
            return infos.subList(0, (int) Math.min(infos.size(), openOnes + ConnectionTable.REMEMBERED));
        });
    }

    /** Some of the open ones, the oldest first. */
    public Future<Excerpt<ConnectionInfo>> open(Query query) {
        return ofAll(table -> table.open(query), Comparator.comparing(ConnectionInfo::since), query);
    }

    /** Some of the last thousand of each event loop that ended, latest first. */
    public Future<Excerpt<ConnectionInfo>> ended(Query query) {
        return ofAll(table -> table.ended(query), LATEST_END_FIRST, query);
    }

    private Future<Excerpt<ConnectionInfo>> ofAll(
            Function<ConnectionTable, Excerpt<ConnectionInfo>> part, Comparator<ConnectionInfo> order, Query query) {
        return Future.all(shards.stream()
                        .map(s -> onLoop(s.context, () -> part.apply(s.table)))
                        .toList())
                .map(all -> Excerpt.join(all.list(), order, query.most()));
    }

    /** The open ones of these ids. */
    public Future<List<ConnectionInfo>> find(Collection<String> ids) {
        return Future.all(shards.stream()
                        .map(s -> onLoop(
                                s.context,
                                () -> ids.stream()
                                        .map(s.table::find)
                                        .filter(Objects::nonNull)
                                        .map(Connection::describe)
                                        .toList()))
                        .toList())
                .map(all -> all.<List<ConnectionInfo>>list().stream()
                        .flatMap(List::stream)
                        .toList());
    }

    /**
     * An operator ends a connection.
     *
     * @return false when no open one has this id
     */
    public Future<Boolean> disconnect(String id) {
        return Future.all(shards.stream()
                        .map(s -> onLoop(s.context, () -> {
                            Connection connection = s.table.find(id);
                            if (connection != null) {
                                connection.close(CloseReason.ADMIN, "an operator ended this connection");
                            }
                            return connection != null;
                        }))
                        .toList())
                .map(all -> all.<Boolean>list().contains(true));
    }

    /**
     * What all connections that there ever were have done; asks every event loop that has connections, and notes how long each took to get
     * to it. Fails when one does not within {@code millis}.
     */
    public Future<ConnectionTotals> totals(long millis) {
        List<Future<ConnectionTotals>> parts = new ArrayList<>();
        for (Shard s : shards) {
            long asked = System.nanoTime();
            Future<ConnectionTotals> part = onLoop(s.context, () -> {
                long waited = System.nanoTime() - asked;
                ConnectionTotals totals = s.table.totals();
                totals.addLoop(waited);
                return totals;
            });
            parts.add(part.timeout(millis, TimeUnit.MILLISECONDS));
        }
        return Future.all(parts).map(all -> {
            ConnectionTotals sum = new ConnectionTotals();
            all.<ConnectionTotals>list().forEach(sum::add);
            return sum;
        });
    }

    /** Asks every event loop that has connections for a sign of life; fails when one does not get to it in {@code millis}. */
    public Future<Integer> countOpen(long millis) {
        List<Future<Integer>> parts = new ArrayList<>();
        shards.forEach(s -> parts.add(onLoop(s.context, s.table::size).timeout(millis, TimeUnit.MILLISECONDS)));
        return Future.all(parts)
                .map(all ->
                        all.<Integer>list().stream().mapToInt(Integer::intValue).sum());
    }

    static <T> Future<T> onLoop(Context context, Supplier<T> task) {
        // Back to whoever asks: a promise without a context would call them on the loop that answers.
        ContextInternal asking = ContextInternal.current();
        Promise<T> promise = asking == null ? Promise.promise() : asking.promise();
        context.runOnContext(v -> promise.complete(task.get()));
        return promise.future();
    }
}
