package io.busport.cluster.sessions;

import io.busport.cluster.sessions.SnapshotBytes.Chunk;
import io.busport.session.Outbox;
import io.busport.session.SessionSnapshot;
import io.busport.session.Ward;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The copy of one session: a head, which is written each time, and chunks of its outbox, which are written once.
 *
 * <pre>
 *   ID/TERM/head     identity, counters, addresses …, and the youngest frames of the outbox
 *   ID/TERM/1, 2 …   older frames, about {@value #CHUNK} bytes each
 * </pre>
 *
 * <p>A client that keeps up has no chunk. One that sleeps costs a small head for each message and not all that it is owed. A chunk is there
 * before the head says so. Owned by the event loop of the session.
 */
final class Copy {
    static final int CHUNK = 8 << 10;

    private final Ward ward;
    private final List<Chunk> chunks = new ArrayList<>(0);
    private long chunked; // up to this number frames are in chunks
    private long lastChunk;
    private @Nullable SessionSnapshot writing;

    Copy(Ward ward) {
        this.ward = ward;
    }

    static String key(String session, long term, String part) {
        return session + '/' + term + '/' + part;
    }

    private String key(String part) {
        return key(ward.id(), ward.term(), part);
    }

    /** What must be there before {@link #head} is written. */
    Map<String, byte[]> newChunk(SnapshotBytes bytes) {
        SessionSnapshot now = ward.snapshot(chunked);
        writing = now;
        List<Outbox.Kept> young =
                now.outbox().stream().filter(k -> k.n() > chunked).toList();
        long size = young.stream().mapToLong(Outbox.Kept::size).sum();
        if (size < CHUNK) {
            return Map.of();
        }
        Chunk chunk = new Chunk(
                ++lastChunk, young.get(0).from(), young.get(young.size() - 1).n());
        chunks.add(chunk);
        chunked = chunk.n();
        // Gaps stay in the head: they change.
        writing = now.withOutbox(
                now.outbox().stream().filter(k -> k.frame() == null).toList());
        return Map.of(key(String.valueOf(chunk.k())), bytes.entries(young));
    }

    /** The head that goes with it. */
    byte[] head(SnapshotBytes bytes) {
        SessionSnapshot now = writing();
        return bytes.head(chunks, now);
    }

    String headKey() {
        return key("head");
    }

    /**
     * It is written: what it shows is safe.
     *
     * @return keys of chunks that nobody needs any more
     */
    List<String> written() {
        SessionSnapshot now = writing();
        ward.safe(now);
        List<String> done = new ArrayList<>(0);
        while (!chunks.isEmpty() && chunks.get(0).n() <= now.acked()) {
            done.add(key(String.valueOf(chunks.remove(0).k())));
        }
        return done;
    }

    private SessionSnapshot writing() {
        SessionSnapshot now = writing;
        if (now == null) {
            throw new IllegalStateException("no head without newChunk before it");
        }
        return now;
    }

    /** Everything that there is of it. */
    List<String> keys() {
        List<String> all = new ArrayList<>();
        all.add(headKey());
        chunks.forEach(c -> all.add(key(String.valueOf(c.k()))));
        return all;
    }

    /**
     * A session of its head and what its chunks hold.
     *
     * @param found by number of the chunk; one that is not there leaves a gap
     */
    static SessionSnapshot together(SnapshotBytes.Head head, Map<Long, List<Outbox.Kept>> found) {
        SessionSnapshot s = head.snapshot();
        Map<Long, Outbox.Kept> byNumber = new HashMap<>();
        for (Chunk chunk : head.chunks()) {
            List<Outbox.Kept> entries = found.get(chunk.k());
            if (entries == null) {
                entries = lost(chunk, s);
            }
            entries.forEach(k -> byNumber.put(k.n(), k));
        }
        s.outbox().forEach(k -> byNumber.put(k.n(), k));
        List<Outbox.Kept> gaps =
                byNumber.values().stream().filter(k -> k.frame() == null).toList();
        List<Outbox.Kept> all = byNumber.values().stream()
                .filter(k -> k.n() > s.acked())
                .filter(k -> k.frame() == null || gaps.stream().noneMatch(g -> g.from() <= k.n() && k.n() <= g.n()))
                .filter(k -> k.frame() != null
                        || gaps.stream()
                                .noneMatch(g -> g.count() > k.count() && g.from() <= k.from() && k.n() <= g.n()))
                .sorted(Comparator.comparingLong(Outbox.Kept::n))
                .map(Outbox.Kept::asSent)
                .toList();
        return s.withOutbox(all);
    }

    /** What is lost with a chunk. What the client has is not, and what a gap of the head stands for is counted there. */
    private static List<Outbox.Kept> lost(Chunk chunk, SessionSnapshot s) {
        long from = Math.max(chunk.from(), s.acked() + 1);
        long n = chunk.n();
        for (Outbox.Kept k : s.outbox()) {
            if (k.frame() == null && k.from() <= from) {
                from = Math.max(from, k.n() + 1);
            } else if (k.frame() == null && k.n() >= n) {
                n = Math.min(n, k.from() - 1);
            }
        }
        return from > n ? List.of() : List.of(Lost.between(from, n, s.since()));
    }
}
