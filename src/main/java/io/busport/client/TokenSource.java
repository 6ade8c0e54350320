package io.busport.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a client finds the token of the moment. */
public final class TokenSource {
    private static final String FILE = "@";

    private TokenSource() {}

    /**
     * A token, or a file with one, such as a mounted Secret. The file is read for each connection: it is a line, and it may have been renewed.
     *
     * @param said the token, or {@code @FILE}; null for none
     */
    public static Supplier<@Nullable String> of(@Nullable String said) {
        if (said == null || !said.startsWith(FILE)) {
            return () -> said;
        }
        Path file = Path.of(said.substring(FILE.length()));
        return () -> read(file);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("no token in " + file + " (expected: a file that can be read)", e);
        }
    }
}
