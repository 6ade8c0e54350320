package io.busport.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The files of a {@link Spool}: records in segments, of which whole ones are deleted. Blocks, and is used by one worker task after another.
 *
 * <pre>
 *   00000007.frames
 *   ┌──────────┬────────┬─────────┐┌────────┬───────┬───────┬─────────┐┌────────┬───────┬──
 *   │ busport1 │ length │ session ││ length │ CRC32 │   n   │  frame  ││ length │ CRC32 │ …
 *   └──────────┴────────┴─────────┘└────────┴───────┴───────┴─────────┘└────────┴───────┴──
 *     8 bytes    u16      UTF-8      u32      u32     u64     binary dialect
 *                                    of the frame   over n and frame
 * </pre>
 *
 * <p>A process that was killed leaves its last record unfinished: it was never sent, because a frame is sent when its record is whole. What
 * was written survives the process, not the power: nothing is forced to the disk.
 */
final class SpoolFiles {
    /** One record. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Entry(long n, byte[] frame) {}

    /** Of a record before its frame. */
    static final int RECORD_HEAD = 16;

    private static final byte[] MAGIC = "busport1".getBytes(UTF_8);
    private static final String SUFFIX = ".frames";
    private static final int LONGEST = 64 << 20;

    private record Segment(Path path, long index, long last) {}

    private final Path directory;
    private final long segmentBytes;
    private final ArrayDeque<Segment> full = new ArrayDeque<>();
    private @Nullable FileChannel file;
    private @Nullable Path path;
    private String session = "";
    private long index;
    private long last; // number in the current segment

    /** @param segmentBytes a segment that is longer is full */
    SpoolFiles(Path directory, long segmentBytes) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.segmentBytes = segmentBytes;
    }

    /**
     * The records of a session, in order, without a hole. Segments of others are deleted.
     *
     * @param known null: of the session that was written last
     */
    List<Entry> open(@Nullable String known) throws IOException {
        List<Entry> all = new ArrayList<>();
        String wanted = known == null ? newest() : known;
        for (Path segment : segments()) {
            index = Math.max(index, indexOf(segment));
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(segment));
            if (wanted == null || !wanted.equals(sessionOf(in))) {
                Files.delete(segment);
                continue;
            }
            Entry entry;
            while ((entry = read(in)) != null) {
                long before = all.isEmpty() ? 0 : all.get(all.size() - 1).n;
                if (entry.n > before + 1) {
                    all.clear(); // what was before is acknowledged, or a later one could not have been taken
                }
                if (entry.n > before) {
                    all.add(entry);
                }
            }
            full.add(new Segment(segment, indexOf(segment), all.isEmpty() ? 0 : all.get(all.size() - 1).n));
        }
        session = wanted == null ? "" : wanted;
        return all;
    }

    private @Nullable String newest() throws IOException {
        List<Path> all = segments();
        return all.isEmpty() ? null : sessionOf(ByteBuffer.wrap(Files.readAllBytes(all.get(all.size() - 1))));
    }

    private static @Nullable String sessionOf(ByteBuffer in) {
        byte[] magic = new byte[MAGIC.length];
        if (in.remaining() < MAGIC.length + 2) {
            return null;
        }
        in.get(magic);
        int length = in.getShort() & 0xFFFF;
        if (!Arrays.equals(magic, MAGIC) || in.remaining() < length) {
            return null;
        }
        byte[] name = new byte[length];
        in.get(name);
        return new String(name, UTF_8);
    }

    /** The next whole record; null at the end, or where one is torn. */
    private static @Nullable Entry read(ByteBuffer in) {
        if (in.remaining() < RECORD_HEAD) {
            return null;
        }
        int length = in.getInt();
        int crc = in.getInt();
        long n = in.getLong();
        if (length < 0 || length > in.remaining()) {
            return null;
        }
        byte[] frame = new byte[length];
        in.get(frame);
        return crc(n, frame) == crc ? new Entry(n, frame) : null;
    }

    /** Another session, with these records. The segments before stay until {@link #forgetOthers}. */
    void restart(String newSession, List<Entry> entries) throws IOException {
        endSegment();
        session = newSession;
        append(entries);
    }

    /** Deletes what does not belong to the session. */
    void forgetOthers() throws IOException {
        for (Path segment : segments()) {
            if (!segment.equals(path) && !session.equals(sessionOf(ByteBuffer.wrap(Files.readAllBytes(segment))))) {
                Files.delete(segment);
                full.removeIf(s -> s.path.equals(segment));
            }
        }
    }

    void append(List<Entry> entries) throws IOException {
        FileChannel to = file == null || file.size() >= segmentBytes ? nextSegment() : file;
        int bytes = 0;
        for (Entry entry : entries) {
            if (entry.frame.length > LONGEST) {
                throw new IOException(
                        "a frame of " + entry.frame.length + " bytes (expected: at most " + LONGEST + ")");
            }
            bytes = Math.addExact(bytes, RECORD_HEAD + entry.frame.length);
        }
        ByteBuffer out = ByteBuffer.allocate(bytes);
        for (Entry entry : entries) {
            out.putInt(entry.frame.length)
                    .putInt(crc(entry.n, entry.frame))
                    .putLong(entry.n)
                    .put(entry.frame);
            last = entry.n;
        }
        write(to, out.flip());
    }

    /** Deletes full segments that hold nothing above {@code acked}. */
    void trim(long acked) throws IOException {
        Segment oldest;
        while ((oldest = full.peek()) != null && oldest.last <= acked) {
            Files.deleteIfExists(oldest.path);
            full.remove();
        }
    }

    private FileChannel nextSegment() throws IOException {
        endSegment();
        Path fresh = directory.resolve(String.format("%08d%s", ++index, SUFFIX));
        FileChannel opened = FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), StateFile.ownerOnly(directory));
        byte[] name = session.getBytes(UTF_8);
        ByteBuffer head = ByteBuffer.allocate(MAGIC.length + 2 + name.length);
        write(opened, head.put(MAGIC).putShort((short) name.length).put(name).flip());
        file = opened;
        path = fresh;
        return opened;
    }

    private void endSegment() throws IOException {
        if (file != null && path != null) {
            file.close();
            full.add(new Segment(path, index, last));
        }
        file = null;
        path = null;
    }

    void close() throws IOException {
        endSegment();
    }

    /** Deletes everything. */
    void delete() throws IOException {
        endSegment();
        full.clear();
        for (Path segment : segments()) {
            Files.delete(segment);
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.getFileName().toString().matches("\\d{1,18}\\.frames"))
                    .sorted(Comparator.comparing(SpoolFiles::indexOf))
                    .toList();
        }
    }

    private static long indexOf(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    private static int crc(long n, byte[] frame) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(8).putLong(0, n));
        crc.update(frame);
        return (int) crc.getValue();
    }

    private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
