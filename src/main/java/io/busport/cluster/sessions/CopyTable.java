package io.busport.cluster.sessions;

import io.busport.cluster.Engine;
import io.busport.cluster.Tables;
import io.busport.cluster.sessions.SnapshotBytes.Chunk;
import io.busport.cluster.sessions.SnapshotBytes.Head;
import io.busport.session.Outbox;
import io.busport.session.SessionSnapshot;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.infinispan.AdvancedCache;
import org.infinispan.context.Flag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where copies are: a table of the engine, with {@code cluster.copies} owners for each entry. Its futures complete on any thread. */
final class CopyTable {
    private static final Logger log = LoggerFactory.getLogger(CopyTable.class);

    private final AdvancedCache<String, byte[]> cache;

    CopyTable(Engine engine) {
        this(engine.<byte[]>cache(Tables.COPIES).withFlags(Flag.IGNORE_RETURN_VALUES));
    }

    CopyTable(AdvancedCache<String, byte[]> cache) {
        this.cache = cache;
    }

    Future<Void> put(Map<String, byte[]> entries) {
        if (entries.size() == 1) {
            Map.Entry<String, byte[]> one = entries.entrySet().iterator().next();
            return future(cache.putAsync(one.getKey(), one.getValue())).mapEmpty();
        }
        return future(cache.putAllAsync(entries)).mapEmpty();
    }

    /** Nobody waits: what is left over is in nobody's way. */
    void remove(List<String> keys) {
        for (String key : keys) {
            var unused = cache.removeAsync(key);
        }
    }

    /** A session as it was kept in a term; null when there is no copy, or none that can be read: another try would end the same. */
    Future<@Nullable SessionSnapshot> read(String session, long term) {
        return future(cache.getAsync(Copy.key(session, term, "head"))).compose(bytes -> {
            if (bytes == null) {
                return Future.succeededFuture(null);
            }
            Head head = readOrNull(session, () -> SnapshotBytes.read(bytes));
            if (head == null) {
                return Future.succeededFuture(null);
            }
            return chunks(session, term, head).map(found -> Copy.together(head, found));
        });
    }

    private Future<Map<Long, List<Outbox.Kept>>> chunks(String session, long term, Head head) {
        if (head.chunks().isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Map<String, Long> keys = new HashMap<>();
        for (Chunk chunk : head.chunks()) {
            keys.put(Copy.key(session, term, String.valueOf(chunk.k())), chunk.k());
        }
        return future(cache.getAllAsync(Set.copyOf(keys.keySet()))).map(found -> {
            Map<Long, List<Outbox.Kept>> chunks = new HashMap<>();
            found.forEach((key, bytes) -> {
                List<Outbox.Kept> entries = readOrNull(session, () -> SnapshotBytes.readEntries(bytes));
                if (entries != null) {
                    chunks.put(keys.get(key), entries);
                }
            });
            return chunks;
        });
    }

    private static <T> @Nullable T readOrNull(String session, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            log.error("session={} Copy: {}", session, e.getMessage());
            return null;
        }
    }

    /** Removes what is left of a term, after another has begun. */
    Future<Void> forget(String session, long term) {
        String headKey = Copy.key(session, term, "head");
        return future(cache.getAsync(headKey)).map(bytes -> {
            if (bytes != null) {
                remove(SnapshotBytes.read(bytes).chunks().stream()
                        .map(c -> Copy.key(session, term, String.valueOf(c.k())))
                        .toList());
                remove(List.of(headKey));
            }
            return null;
        });
    }

    static <T> Future<T> future(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage);
    }
}
