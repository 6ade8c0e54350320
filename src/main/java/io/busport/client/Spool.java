package io.busport.client;

import io.busport.session.Outbox.Kept;
import io.busport.session.Weight;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.busport.wire.binary.BinaryDecoder;
import io.busport.wire.binary.BinaryEncoder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames on disk before they are sent, so that they survive a kill of the process. What is taken in one turn, and while the disk is busy, is
 * written together. On the client's event loop; the disk is touched on a worker.
 */
final class Spool implements Journal {
    /** A task for the files. */
    private interface Work {
        void run(SpoolFiles files) throws IOException;
    }

    private static final long SEGMENT = 4 << 20;
    private static final WireLimits ANY =
            new WireLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final Context context;
    private final SpoolFiles files;
    private final Runnable onWritten;
    private final Consumer<Throwable> onFailure;
    private final BinaryEncoder encoder = new BinaryEncoder();
    private List<SpoolFiles.Entry> batch = new ArrayList<>();
    private boolean writing;
    private int restarting;
    private long written;
    private long trimmed;

    Spool(Context context, SpoolFiles files, long written, Runnable onWritten, Consumer<Throwable> onFailure) {
        this.context = context;
        this.files = files;
        this.written = written;
        this.onWritten = onWritten;
        this.onFailure = onFailure;
    }

    /** Blocks. */
    static SpoolFiles files(Path directory) throws IOException {
        return new SpoolFiles(directory, SEGMENT);
    }

    /** What a process before had said and was not acknowledged. Blocks. */
    static List<Kept> read(SpoolFiles files, @Nullable String session, long now) throws IOException {
        List<Kept> kept = new ArrayList<>();
        BinaryDecoder decoder = new BinaryDecoder(ANY);
        Buffer preface = Buffer.buffer();
        BinaryEncoder.preface(preface);
        decoder.feed(preface);
        for (SpoolFiles.Entry entry : files.open(session)) {
            decoder.feed(Buffer.buffer(entry.frame()));
            try {
                Frame frame = decoder.next();
                if (frame != null) {
                    kept.add(new Kept(
                            entry.n(), entry.n(), frame, Weight.of(frame), 1, null, null, now, now, true, false, null));
                }
            } catch (WireException e) {
                throw new IOException("the frame " + entry.n() + " in the spool: " + e.getMessage(), e);
            }
        }
        return kept;
    }

    /** Takes it for the next batch. */
    @Override
    public void append(long n, Frame frame) {
        batch.add(entry(n, frame));
        if (!writing && restarting == 0) {
            writing = true;
            context.runOnContext(v -> writeBatch());
        }
    }

    private SpoolFiles.Entry entry(long n, Frame frame) {
        Buffer bytes = Buffer.buffer();
        try {
            encoder.encode(frame, bytes);
        } catch (WireException e) {
            throw new IllegalStateException(frame.kind() + ": " + e.getMessage(), e);
        }
        return new SpoolFiles.Entry(n, bytes.getBytes());
    }

    private void writeBatch() {
        if (batch.isEmpty() || restarting > 0) {
            writing = false;
            return;
        }
        List<SpoolFiles.Entry> now = batch;
        batch = new ArrayList<>();
        writing = true;
        long unneeded = trimmed;
        var unused = work(f -> {
                    f.append(now);
                    f.trim(unneeded);
                })
                .onComplete(result -> {
                    if (result.succeeded()) {
                        // A restart that came meanwhile has other numbers.
                        written = restarting > 0
                                ? written
                                : now.get(now.size() - 1).n();
                        onWritten.run();
                        writeBatch();
                    } else {
                        writing = false;
                        onFailure.accept(result.cause());
                    }
                });
    }

    @Override
    public void trim(long acked) {
        trimmed = Math.max(trimmed, acked); // done with the next batch
    }

    @Override
    public void restart(String session, List<Kept> kept) {
        List<SpoolFiles.Entry> all = new ArrayList<>();
        for (Kept k : kept) {
            Frame frame = k.frame();
            if (frame != null) {
                all.add(entry(k.n(), frame));
            }
        }
        batch = new ArrayList<>();
        written = 0;
        trimmed = 0;
        restarting++;
        var unused = work(f -> f.restart(session, all)).onComplete(result -> {
            restarting--;
            if (result.failed()) {
                onFailure.accept(result.cause());
            } else if (restarting == 0) {
                written = all.isEmpty() ? 0 : all.get(all.size() - 1).n();
                onWritten.run();
                if (!writing) {
                    writeBatch();
                }
            }
        });
    }

    @Override
    public long written() {
        return restarting > 0 ? 0 : written;
    }

    /** What belongs to a session before is needed no longer. */
    Future<Void> forgetOthers() {
        return work(SpoolFiles::forgetOthers);
    }

    /** @param delete whether nothing of it is needed any more */
    Future<Void> close(boolean delete) {
        return work(f -> {
            if (delete) {
                f.delete();
            } else {
                f.close();
            }
        });
    }

    private Future<Void> work(Work task) {
        return context.executeBlocking(
                () -> {
                    task.run(files);
                    return null;
                },
                true);
    }
}
