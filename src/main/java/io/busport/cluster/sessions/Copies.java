package io.busport.cluster.sessions;

import io.busport.session.Keeper;
import io.busport.session.SessionLoop;
import io.busport.session.Ward;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the sessions of one event loop in a second place. What changes in one turn is written together; while that is under way the next
 * changes gather, so that a busy loop writes large pieces and an idle one writes at once.
 *
 * <pre>
 *   changed ─► dirty ── turn ends ──► chunks written ─► heads written ─► safe
 *                  ▲                                                    │
 *                  └───────────── what has changed meanwhile ◄──────────┘
 * </pre>
 *
 * <p>A write that fails is tried again for as long as it takes: nothing that waits for it is acknowledged before.
 */
final class Copies implements Keeper {
    private static final Logger log = LoggerFactory.getLogger(Copies.class);
    private static final long AGAIN_MILLIS = 100;

    private final Vertx vertx;
    private final CopyTable table;
    private final SessionLoop loop;
    private final BooleanSupplier fit;
    private final SnapshotBytes bytes = new SnapshotBytes();
    private final Map<Ward, Copy> copies = new HashMap<>();
    private Set<Ward> dirty = new LinkedHashSet<>();
    private List<Promise<Void>> waiting = new ArrayList<>(0); // for what is dirty
    private List<Promise<Void>> current = new ArrayList<>(0); // for what is being written
    private boolean writing;
    private boolean troubled;

    /** @param fit whether this gateway may take responsibility at all */
    Copies(Vertx vertx, CopyTable table, SessionLoop loop, BooleanSupplier fit) {
        this.vertx = vertx;
        this.table = table;
        this.loop = loop;
        this.fit = fit;
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public void changed(Ward ward) {
        dirty.add(ward);
        begin();
    }

    @Override
    public void ended(Ward ward) {
        dirty.remove(ward);
        Copy copy = copies.remove(ward);
        if (copy != null) {
            table.remove(copy.keys());
        }
    }

    @Override
    public void left(Ward ward) {
        dirty.remove(ward);
        var unused = copies.remove(ward);
    }

    @Override
    public Future<Void> settled() {
        if (dirty.isEmpty() && !writing) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        (dirty.isEmpty() ? current : waiting).add(promise);
        return promise.future();
    }

    private void begin() {
        if (!writing) {
            writing = true;
            loop.later().execute(this::write);
        }
    }

    private void write() {
        Set<Ward> these = dirty;
        dirty = new LinkedHashSet<>();
        current.addAll(waiting);
        waiting = new ArrayList<>(0);
        Map<String, byte[]> chunks = new LinkedHashMap<>();
        List<Copy> written = new ArrayList<>(these.size());
        for (Ward ward : these) {
            Copy copy = copies.computeIfAbsent(ward, Copy::new);
            chunks.putAll(copy.newChunk(bytes));
            written.add(copy);
        }
        Map<String, byte[]> heads = new LinkedHashMap<>();
        written.forEach(copy -> heads.put(copy.headKey(), copy.head(bytes)));
        put(chunks, () -> put(heads, () -> safe(these)));
    }

    private void put(Map<String, byte[]> entries, Runnable then) {
        if (entries.isEmpty()) {
            then.run();
            return;
        }
        var unused = table.put(entries)
                .onComplete((v, failure) -> loop.executor().execute(() -> {
                    if (failure == null && fit.getAsBoolean()) {
                        troubled = false;
                        then.run();
                        return;
                    }
                    if (!troubled) {
                        troubled = true;
                        log.warn(
                                "Sessions cannot be kept elsewhere, acknowledgements wait: {}",
                                failure == null ? "this gateway is in a minority" : failure.toString());
                    }
                    long unusedTimer =
                            vertx.setTimer(AGAIN_MILLIS, id -> loop.executor().execute(() -> put(entries, then)));
                }));
    }

    private void safe(Set<Ward> these) {
        List<String> done = new ArrayList<>(0);
        for (Ward ward : these) {
            Copy copy = copies.get(ward);
            if (copy != null) {
                done.addAll(copy.written());
            }
        }
        if (!done.isEmpty()) {
            table.remove(done);
        }
        List<Promise<Void>> told = current;
        current = new ArrayList<>(0);
        told.forEach(Promise::complete);
        if (dirty.isEmpty() && waiting.isEmpty()) {
            writing = false;
        } else {
            loop.later().execute(this::write);
        }
    }
}
