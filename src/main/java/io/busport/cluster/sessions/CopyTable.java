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
import java.util.stream.Collectors;
import org.infinispan.AdvancedCache;
import org.infinispan.context.Flag;
import org.jspecify.annotations.Nullable;

/** Where copies are: a table of the engine, with {@code cluster.copies} owners for each entry. Its futures complete on any thread. */
final class CopyTable {
    private final AdvancedCache<String, byte[]> cache;

    CopyTable(Engine engine) {
        this.cache = engine.<byte[]>cache(Tables.COPIES).withFlags(Flag.IGNORE_RETURN_VALUES);
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

    /** A session as it was kept in a term; null when there is no copy. */
    Future<@Nullable SessionSnapshot> read(String session, long term) {
        return future(cache.getAsync(Copy.key(session, term, "head"))).compose(bytes -> {
            if (bytes == null) {
                return Future.succeededFuture(null);
            }
            Head head = SnapshotBytes.read(bytes);
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
        return future(cache.getAllAsync(Set.copyOf(keys.keySet())))
                .map(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(
                                e -> keys.get(e.getKey()), e -> SnapshotBytes.readEntries(e.getValue()))));
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
