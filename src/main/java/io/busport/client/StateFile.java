package io.busport.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session's identity on disk. It is a key: whoever reads it can take the session over, so nobody but the owner may, from the first byte
 * on. Written beside and renamed, so that there is always a whole one. Only the newest state counts: what is overtaken is not written.
 *
 * <p>On the client's event loop; the disk is touched on a worker.
 */
final class StateFile {
    private final Context context;
    private final Path path;
    private @Nullable SavedState next;
    private List<Promise<Void>> waiting = new ArrayList<>();
    private boolean writing;

    StateFile(Context context, Path path) {
        this.context = context;
        this.path = path;
    }

    /**
     * What the file says. Blocks.
     *
     * @return null when there is none, or it cannot be read; that one is put aside as {@code *.damaged}
     */
    static @Nullable SavedState read(Path path) throws IOException {
        try {
            return SavedState.fromJson(Files.readString(path, UTF_8));
        } catch (NoSuchFileException none) {
            return null;
        } catch (RuntimeException | java.nio.charset.CharacterCodingException damaged) {
            Files.move(path, beside(path, ".damaged"), StandardCopyOption.REPLACE_EXISTING);
            return null;
        }
    }

    /** @return done when this state, or a later one, is in the file */
    Future<Void> write(SavedState state) {
        Promise<Void> promise = Promise.promise();
        waiting.add(promise);
        next = state;
        if (!writing) {
            writeNext();
        }
        return promise.future();
    }

    private void writeNext() {
        SavedState state = next;
        if (state == null) {
            return;
        }
        List<Promise<Void>> told = waiting;
        waiting = new ArrayList<>();
        next = null;
        writing = true;
        context.<@Nullable Void>executeBlocking(
                        () -> {
                            store(path, state);
                            return null;
                        },
                        true)
                .onComplete(result -> {
                    writing = false;
                    for (Promise<Void> promise : told) {
                        if (result.succeeded()) {
                            promise.complete();
                        } else {
                            promise.fail(result.cause());
                        }
                    }
                    writeNext();
                });
    }

    /** The session is over. */
    Future<Void> delete() {
        next = null;
        return context.executeBlocking(
                () -> {
                    Files.deleteIfExists(path);
                    return null;
                },
                true);
    }

    /** Blocks. */
    static void store(Path path, SavedState state) throws IOException {
        Path fresh = beside(path, ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel file = FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), ownerOnly(path))) {
            ByteBuffer bytes = UTF_8.encode(state.toJson());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Where the file system knows owners. */
    static FileAttribute<?>[] ownerOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static Path beside(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }
}
