package io.busport.connection;

import io.busport.wire.Dialect;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What many connections have done together, by dialect; null is the dialect of those that never said enough to have one. Filled on one
 * event loop, then handed over.
 */
public final class ConnectionTotals {
    /** Those of one dialect. */
    public static final class Part {
        private final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
        private int open;
        private long bytesIn;
        private long bytesOut;
        private long framesIn;
        private long framesOut;

        private void addClosed(CloseReason why, long count) {
            closed.merge(why, count, Long::sum);
        }

        void addTraffic(long readBytes, long writtenBytes, long readFrames, long writtenFrames) {
            bytesIn += readBytes;
            bytesOut += writtenBytes;
            framesIn += readFrames;
            framesOut += writtenFrames;
        }

        private void add(Part other) {
            open += other.open;
            other.closed.forEach(this::addClosed);
            addTraffic(other.bytesIn, other.bytesOut, other.framesIn, other.framesOut);
        }

        /** Connections that are open now. */
        public int open() {
            return open;
        }

        /** Connections that have ended for a reason. */
        public long closed(CloseReason why) {
            return closed.getOrDefault(why, 0L);
        }

        public long bytesIn() {
            return bytesIn;
        }

        public long bytesOut() {
            return bytesOut;
        }

        public long framesIn() {
            return framesIn;
        }

        public long framesOut() {
            return framesOut;
        }
    }

    private final Map<Dialect, Part> parts = new EnumMap<>(Dialect.class);
    private final Part unknown = new Part();
    private long queued;
    private int loops;
    private long delayNanos;

    ConnectionTotals() {
        for (Dialect dialect : Dialect.values()) {
            parts.put(dialect, new Part());
        }
    }

    /** Those of one dialect; null: of none. */
    public Part of(@Nullable Dialect dialect) {
        Part part = dialect == null ? null : parts.get(dialect);
        return part == null ? unknown : part;
    }

    /**
     * One connection more.
     *
     * @param closed why it has ended; null while it is open
     * @param bytes that wait to leave
     */
    Part add(@Nullable Dialect dialect, @Nullable CloseReason closed, long bytes) {
        Part part = of(dialect);
        if (closed == null) {
            part.open++;
            queued += bytes;
        } else {
            part.addClosed(closed, 1);
        }
        return part;
    }

    /** An event loop is part of it, which took so long to answer. */
    void addLoop(long nanos) {
        loops++;
        delayNanos = Math.max(delayNanos, nanos);
    }

    void add(ConnectionTotals other) {
        parts.forEach((dialect, part) -> part.add(other.of(dialect)));
        unknown.add(other.unknown);
        queued += other.queued;
        loops += other.loops;
        delayNanos = Math.max(delayNanos, other.delayNanos);
    }

    /** Connections that have ended for a reason, whatever they spoke. */
    public long closed(CloseReason why) {
        return unknown.closed(why)
                + parts.values().stream().mapToLong(part -> part.closed(why)).sum();
    }

    /** Bytes that wait to leave now. */
    public long queued() {
        return queued;
    }

    /** Event loops that were asked. */
    public int loops() {
        return loops;
    }

    /** How long the slowest of them took to get to it, in nanoseconds. */
    public long delayNanos() {
        return delayNanos;
    }
}
