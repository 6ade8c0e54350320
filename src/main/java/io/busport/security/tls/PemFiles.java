package io.busport.security.tls;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The contents of files as they were read together. What is in them is nobody's to see: there is no text of it. */
final class PemFiles {
    private final Map<String, Buffer> contents = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();

    private PemFiles() {}

    /** Reads all of them; one that cannot be read is noted, and does not fail. */
    static Future<PemFiles> read(Vertx vertx, List<String> paths) {
        Future<PemFiles> all = Future.succeededFuture(new PemFiles());
        for (String path : paths) {
            all = all.compose(files -> vertx.fileSystem().readFile(path).transform((content, failure) -> {
                if (content != null) {
                    files.contents.put(path, content);
                } else {
                    files.failures.put(path, "cannot be read");
                }
                return Future.succeededFuture(files);
            }));
        }
        return all;
    }

    /** @throws TlsException when it could not be read */
    Buffer content(String path) {
        Buffer content = contents.get(path);
        if (content == null) {
            throw new TlsException(path + ": " + failures.getOrDefault(path, "not read") + " (expected: a PEM file)");
        }
        return content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PemFiles o && contents.equals(o.contents) && failures.equals(o.failures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(contents, failures);
    }
}
