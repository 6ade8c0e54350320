package io.busport.ops.page;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that belong to the page. They are small, and read once. */
public final class Assets {
    /** A file as it is answered. */
    public record Asset(String contentType, Buffer content) {}

    private final Map<String, Asset> byPath = new HashMap<>();

    public Assets() {
        add("page.css", "text/css; charset=utf-8");
        add("page.js", "text/javascript; charset=utf-8");
        add("icon.svg", "image/svg+xml");
    }

    private void add(String name, String contentType) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name + " (expected: beside " + Assets.class + ")");
            }
            byPath.put("/" + name, new Asset(contentType, Buffer.buffer(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of a path such as {@code /page.css}; null: none. */
    public @Nullable Asset at(String path) {
        return byPath.get(path);
    }
}
